"""Find what a text speaks of: every mention is a span and the concept it stands for."""

from policygraph.annotation.annotator import Annotations, annotate
from policygraph.annotation.lexicon import Entry, Lexicon, read_lexicon
from policygraph.annotation.mention import DateMention, DiscoveredThing, Mention, WorkFact

__all__ = [
    "Annotations",
    "DateMention",
    "DiscoveredThing",
    "Entry",
    "Lexicon",
    "Mention",
    "WorkFact",
    "annotate",
    "read_lexicon",
]
