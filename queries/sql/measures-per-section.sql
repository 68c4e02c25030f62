WITH RECURSIVE section AS (
  SELECT subject AS section FROM pol_partType
  WHERE object = 'https://w3id.org/policygraph/concept/part-type/section'
),
below (part, section) AS (
  SELECT section, section FROM section
  UNION ALL  -- parts are a tree: each is reached once
  SELECT place.subject, below.section
  FROM below
  JOIN dcterms_isPartOf AS place ON place.object = below.part
  JOIN rdf_type AS type ON type.subject = place.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#DocumentPart'
),
counted AS (
  SELECT place.object AS section, place.subject AS measure, CAST(NULL AS STRING) AS bullet
  FROM dcterms_isPartOf AS place
  JOIN rdf_type AS type ON type.subject = place.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
  UNION ALL
  SELECT below.section, NULL, place.subject
  FROM below
  JOIN dcterms_isPartOf AS place ON place.object = below.part
  JOIN rdf_type AS type ON type.subject = place.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#MeasureOccurrence'
)
SELECT section.section, count(DISTINCT counted.measure) AS measures, count(DISTINCT counted.bullet) AS asPrinted
FROM section
JOIN counted ON counted.section = section.section
GROUP BY section.section
ORDER BY section.section;
