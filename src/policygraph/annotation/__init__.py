"""Find what a text speaks of: every mention is a span and the concept it stands for."""

from policygraph.annotation.annotator import AnnotatedText, Annotations, Annotator, Recogniser
from policygraph.annotation.lexicon import Entry, Lexicon, read_lexicon
from policygraph.annotation.mentions import (
    AnyMention,
    DateMention,
    Decision,
    DiscoveredThing,
    Mention,
    QuantityMention,
    TimeMention,
)

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
    "QuantityMention",
    "Recogniser",
    "TimeMention",
    "read_lexicon",
]
