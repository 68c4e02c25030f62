SELECT theme.object AS theme, body.object AS body, count(DISTINCT theme.subject) AS measures
FROM pol_hasTheme AS theme
JOIN pol_responsibleBody AS body ON body.subject = theme.subject
JOIN rdf_type AS type ON type.subject = theme.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
GROUP BY theme.object, body.object
ORDER BY theme, measures DESC, body;
