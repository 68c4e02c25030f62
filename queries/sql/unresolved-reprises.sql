SELECT type.subject AS reprise, item.object AS measure, place.object AS group,
  CAST(first_line.number AS BIGINT) AS firstLine, CAST(last_line.number AS BIGINT) AS lastLine,
  CAST(page.number AS BIGINT) AS sourcePage, reason.value AS reason
FROM rdf_type AS type
JOIN pol_occurrenceOf AS item ON item.subject = type.subject
JOIN dcterms_isPartOf AS place ON place.subject = type.subject
JOIN pol_reason AS reason ON reason.subject = type.subject AND reason.language = 'ja'
LEFT JOIN pol_firstLine AS first_line ON first_line.subject = type.subject
LEFT JOIN pol_lastLine AS last_line ON last_line.subject = type.subject
LEFT JOIN pol_page AS page ON page.subject = type.subject
WHERE type.object = 'https://w3id.org/policygraph/ontology#UnresolvedReprise'
ORDER BY reprise;
