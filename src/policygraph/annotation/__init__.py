"""Find what a text speaks of: every mention is a span and the concept it stands for."""

from policygraph.annotation.annotator import (
    AnnotatedText,
    Annotations,
    Annotator,
    AnyMention,
    DateMention,
    Decision,
    DiscoveredThing,
    Mention,
    Recogniser,
)
from policygraph.annotation.lexicon import Entry, Lexicon, read_lexicon

__all__ = [
    "AnnotatedText",
    "Annotations",
    "Annotator",
    "AnyMention",
    "DateMention",
    "Decision",
    "DiscoveredThing",
    "Entry",
    "Lexicon",
    "Mention",
    "Recogniser",
    "read_lexicon",
]
