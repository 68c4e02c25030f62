"""What the shapes catch: spoil one triple at a time and see whether validation says so."""

from tools.self_test.mutations import Mutation, Mutator, sample_size, spoilable
from tools.self_test.run import Outcome, SelfTest, Tally, tally

__all__ = [
    "Mutation",
    "Mutator",
    "Outcome",
    "SelfTest",
    "Tally",
    "sample_size",
    "spoilable",
    "tally",
]
