SELECT body.object AS body, CAST(strength.number AS BIGINT) AS strength, link.object AS commitment,
  count(DISTINCT link.subject) AS measures
FROM pol_commitment AS link
JOIN pol_order AS strength ON strength.subject = link.object
JOIN pol_responsibleBody AS body ON body.subject = link.subject
JOIN rdf_type AS type ON type.subject = link.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
GROUP BY body.object, strength.number, link.object
ORDER BY body, strength;
