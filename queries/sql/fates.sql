WITH continued AS (
  SELECT subject AS later, 'https://w3id.org/policygraph/ontology#restatesUnchanged' AS fate, object AS item
  FROM pol_restatesUnchanged
  UNION ALL
  SELECT subject, 'https://w3id.org/policygraph/ontology#revises', object FROM pol_revises
  UNION ALL
  SELECT subject, 'https://w3id.org/policygraph/ontology#splitFrom', object FROM pol_splitFrom
  UNION ALL
  SELECT subject, 'https://w3id.org/policygraph/ontology#mergedFrom', object FROM pol_mergedFrom
)
SELECT edition.subject AS edition, continued.item, continued.fate, continued.later
FROM pol_previousEdition AS edition
JOIN dcterms_isPartOf AS new ON new.object = edition.subject
JOIN continued ON continued.later = new.subject
JOIN dcterms_isPartOf AS old ON old.subject = continued.item AND old.object = edition.object
UNION ALL
SELECT edition.subject, dropped.subject, 'https://w3id.org/policygraph/ontology#droppedIn', NULL
FROM pol_previousEdition AS edition
JOIN pol_droppedIn AS dropped ON dropped.object = edition.subject
ORDER BY edition, item, fate, later NULLS FIRST;
