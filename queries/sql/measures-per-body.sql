WITH tag AS (
  SELECT evidence.subject AS measure, responsible.object AS body, evidence.object AS phrase
  FROM pol_evidence AS evidence
  JOIN rdf_type AS phrase_type ON phrase_type.subject = evidence.object
    AND phrase_type.object = 'https://w3id.org/policygraph/ontology#ResponsibilityMention'
  JOIN itsrdf_taIdentRef AS responsible ON responsible.subject = evidence.object
)
SELECT link.object AS body, count(DISTINCT link.subject) AS measures, count(DISTINCT tag.phrase) AS asPrinted
FROM pol_responsibleBody AS link
JOIN rdf_type AS type ON type.subject = link.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
LEFT JOIN tag ON tag.measure = link.subject AND tag.body = link.object
GROUP BY link.object
ORDER BY measures DESC, body;
