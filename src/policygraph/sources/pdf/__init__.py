"""Read a PDF by the geometry of its pages: lines, columns, tables, notes, heads, captions."""
