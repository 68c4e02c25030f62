"""Benchmarks: ``python -m benchmarks [NAME …] [--full]``; docs/benchmarks.md says how to read them."""
