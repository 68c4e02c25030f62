SELECT place.object AS section, body.object AS body, count(DISTINCT place.subject) AS measures
FROM dcterms_isPartOf AS place
JOIN pol_partType AS part ON part.subject = place.object
  AND part.object = 'https://w3id.org/policygraph/concept/part-type/section'
JOIN pol_responsibleBody AS body ON body.subject = place.subject
JOIN rdf_type AS type ON type.subject = place.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
GROUP BY place.object, body.object
ORDER BY section, measures DESC, body;
