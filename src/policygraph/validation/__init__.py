"""Say what is missing, where, in words."""
