"""What engines of SPARQL answer to the queries of tests/engines, beside what the specification says."""
