WITH RECURSIVE spoken AS (
  SELECT mention.object AS theme, count(DISTINCT mention.subject) AS sentences
  FROM pol_mentions AS mention
  JOIN rdf_type AS type ON type.subject = mention.subject AND type.object IN (
    'https://w3id.org/policygraph/ontology#Recognition', 'https://w3id.org/policygraph/ontology#Issue')
  JOIN skos_inScheme AS scheme ON scheme.subject = mention.object
    AND scheme.object = 'https://w3id.org/policygraph/concept/theme/'
  GROUP BY mention.object
),
covered (theme) AS (
  SELECT DISTINCT link.object
  FROM pol_hasTheme AS link
  JOIN rdf_type AS type ON type.subject = link.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
  UNION ALL
  SELECT broader.object FROM covered JOIN skos_broader AS broader ON broader.subject = covered.theme
)
SELECT theme, sentences
FROM spoken
WHERE theme NOT IN (SELECT theme FROM covered)
ORDER BY sentences DESC, theme;
