WITH given AS (SELECT 3 AS atLeast)
SELECT link.subject AS measure, count(DISTINCT link.object) AS bodyCount, string_agg(DISTINCT link.object, ' ') AS bodies
FROM pol_responsibleBody AS link
JOIN rdf_type AS type ON type.subject = link.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
GROUP BY link.subject
HAVING count(DISTINCT link.object) >= (SELECT atLeast FROM given)
ORDER BY bodyCount DESC, measure;
