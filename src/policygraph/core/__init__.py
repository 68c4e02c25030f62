"""The ground floor: terms, prefixes, links, messages, output, errors and resources."""
