"""Ask the graph: saved questions and SPARQL, on any engine."""

from policygraph.questions.answer import Answer
from policygraph.questions.asking import ask
from policygraph.questions.catalogue import find_question, find_questions
from policygraph.questions.question import Question

__all__ = ["Answer", "Question", "ask", "find_question", "find_questions"]
