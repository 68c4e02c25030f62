"""The documents of a corpus: described, read and annotated, one after another or side by side."""
