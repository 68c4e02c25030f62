"""Find what a text speaks of: every mention is a span and the concept it stands for."""

from policygraph.annotate.annotator import Annotations, annotate
from policygraph.annotate.lexicon import Entry, Lexicon, read_lexicon
from policygraph.annotate.mention import DateMention, DiscoveredThing, Mention, WorkFact

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
