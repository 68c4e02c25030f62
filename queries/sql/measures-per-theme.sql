WITH RECURSIVE concept AS (
  SELECT scheme.subject AS theme
  FROM skos_inScheme AS scheme
  JOIN rdf_type AS type ON type.subject = scheme.subject
    AND type.object = 'http://www.w3.org/2004/02/skos/core#Concept'
  WHERE scheme.object = 'https://w3id.org/policygraph/concept/theme/'
),
wider (narrower, theme) AS (
  SELECT theme, theme FROM concept
  UNION ALL  -- no concept is broader than itself; a path more counts no measure twice
  SELECT wider.narrower, broader.object
  FROM wider
  JOIN skos_broader AS broader ON broader.subject = wider.theme
),
named AS (
  SELECT link.object AS theme, link.subject AS measure
  FROM pol_hasTheme AS link
  JOIN rdf_type AS type ON type.subject = link.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
),
counted AS (
  SELECT theme, measure, CAST(NULL AS STRING) AS below FROM named
  UNION ALL
  SELECT wider.theme, NULL, named.measure
  FROM wider
  JOIN named ON named.theme = wider.narrower
)
SELECT theme, count(DISTINCT measure) AS measures, count(DISTINCT below) AS withNarrower
FROM counted
GROUP BY theme
ORDER BY withNarrower DESC, theme;
