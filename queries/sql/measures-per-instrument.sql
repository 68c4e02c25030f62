WITH RECURSIVE concept AS (
  SELECT scheme.subject AS instrument
  FROM skos_inScheme AS scheme
  JOIN rdf_type AS type ON type.subject = scheme.subject
    AND type.object = 'http://www.w3.org/2004/02/skos/core#Concept'
  WHERE scheme.object = 'https://w3id.org/policygraph/concept/instrument/'
),
wider (narrower, instrument) AS (
  SELECT instrument, instrument FROM concept
  UNION ALL  -- no concept is broader than itself; a path more counts no measure twice
  SELECT wider.narrower, broader.object
  FROM wider
  JOIN skos_broader AS broader ON broader.subject = wider.instrument
),
named AS (
  SELECT link.object AS instrument, link.subject AS measure
  FROM pol_usesInstrument AS link
  JOIN rdf_type AS type ON type.subject = link.subject
    AND type.object = 'https://w3id.org/policygraph/ontology#Measure'
),
counted AS (
  SELECT instrument, measure, CAST(NULL AS STRING) AS below FROM named
  UNION ALL
  SELECT wider.instrument, NULL, named.measure
  FROM wider
  JOIN named ON named.instrument = wider.narrower
)
SELECT instrument, count(DISTINCT measure) AS measures, count(DISTINCT below) AS withNarrower
FROM counted
GROUP BY instrument
ORDER BY withNarrower DESC, instrument;
