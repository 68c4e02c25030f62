WITH given AS (SELECT DATE '2021-04-01' AS until)
SELECT last_day.day AS deadline, link.subject AS measure, words.value AS words,
  string_agg(DISTINCT body.object, ' ') AS bodies,
  CAST(first_line.number AS BIGINT) AS firstLine, CAST(last_line.number AS BIGINT) AS lastLine
FROM pol_deadline AS link
JOIN rdf_type AS type ON type.subject = link.subject
  AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
JOIN pol_lastDay AS last_day ON last_day.subject = link.object
JOIN nif_anchorOf AS words ON words.subject = link.object
LEFT JOIN pol_responsibleBody AS body ON body.subject = link.subject
LEFT JOIN pol_firstLine AS first_line ON first_line.subject = link.subject
LEFT JOIN pol_lastLine AS last_line ON last_line.subject = link.subject
WHERE last_day.day < (SELECT until FROM given)
GROUP BY last_day.day, link.subject, link.object, words.value, first_line.number, last_line.number
ORDER BY deadline, measure, words;
