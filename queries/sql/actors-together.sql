SELECT one.object AS actor, other.object AS otherActor, count(DISTINCT one.subject) AS measures
FROM pol_involvesActor AS one
JOIN pol_involvesActor AS other ON other.subject = one.subject AND one.object < other.object
JOIN rdf_type AS type ON type.subject = one.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
GROUP BY one.object, other.object
ORDER BY measures DESC, actor, otherActor;
