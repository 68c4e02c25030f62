"""Whether a sentence promises an act, or reports one."""

from __future__ import annotations

import re
from typing import Literal

from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.pattern_ends import AtEnd, at_end
from policygraph.annotation.predicates import Predicate
from policygraph.core.namespaces import IRI
from policygraph.document import Signs

Outcome = Literal["promise", "report", ""]
_PAST = re.compile(r"(?:た|だ)(?:\([^()]*\))?[。.．]?$")
# Behind a predicate, which it leaves as it is.
_SO_FAR = AtEnd(re.compile(r"ところ(?:である|です)$"))
_RESOLVED = AtEnd(re.compile(r"(?:こと|もの)と(?:した|しました)$"))
_DOING = re.compile("(?:で|において|としては?)$")  # between a body and は
_OBJECT = re.compile("を[^、，,]*$")  # that the predicate behind it has


class SentencePredicates:
    """Tells by its final predicate whether a sentence promises or reports.

    Args:
        lexicon: whose commitment scheme has the predicates.
        signs: how sentences end that promise or report, and what they are about.
        is_report: they stand in a report: what is cut short to its noun was done.
    """

    def __init__(self, lexicon: Lexicon, signs: Signs, *, is_report: bool = False) -> None:
        self.lexicon, self.signs, self.is_report = lexicon, signs, is_report
        self._behind = at_end(
            re.compile(rf"(?:(?:{signs.stop.pattern})|\([^()]*\)|[{re.escape(signs.closing)}])+$")
        )

    def outcome(self, sentence: str) -> Outcome:
        """What a sentence does.

        Args:
            sentence: its words after folding.
        """
        return self._of_predicate(sentence) or self._of_clauses(sentence)

    def _of_clauses(self, sentence: str) -> Outcome:
        """A report that ends in what came of an act: 環境省は、講座を年２回開き、延べ90人が参加した."""
        if not _PAST.search(sentence) or self.signs.elsewhere.search(sentence):
            return ""
        act = self.signs.act_before.search(sentence)
        if act is None:
            return ""
        topics = self.signs.topic.finditer(sentence, 0, act.start())
        doers = [_DOING.sub("", sentence[: topic.start()]) for topic in topics]
        if any(at_end(self.signs.no_agent).search(doer, len(doer)) for doer in doers):
            return ""
        return "report" if any(map(self._is_agent, doers)) else ""

    def _of_predicate(self, sentence: str) -> Outcome:
        """What its final predicate says."""
        signs = self.signs
        found = self.lexicon.predicates.find(sentence)
        behind = self._behind.search(sentence, len(sentence))
        end = behind.start() if behind else len(sentence)
        so_far = _SO_FAR.search(sentence, end)
        end = so_far.start() if so_far else end
        owed = at_end(signs.owed).search(sentence, end)
        if owed is not None:  # the verb before it tells what
            outcome = self._of_predicate(sentence[: owed.start()])
            return "promise" if outcome else ""
        resolved = _RESOLVED.search(sentence, end)
        if resolved is not None:  # …を直すこととした
            return "report" if self._of_predicate(sentence[: resolved.start()]) else ""
        if signs.elsewhere.search(sentence, 0, end):
            return ""
        if at_end(signs.passive).search(sentence, end):
            return "report"
        if self.is_report and at_end(signs.report_passive).search(sentence, end):
            return "report"
        act = at_end(signs.act).search(sentence, end) if found is None else None
        if act is not None:
            if signs.no_act.search(act.group()) or self._others_act(sentence[: act.start()]):
                return ""
            found = Predicate(act.start() + 1, act.end(), IRI(""))
        elif found is None:
            act = at_end(signs.act_on_topic).search(sentence, end)
            if act is not None and self._is_agent(sentence[: act.start()]):
                return "report" if signs.report.search(act.group()) else "promise"
        if found is None:  # …ることとする promises, whatever the verb before it
            wrapped = at_end(signs.promise).search(sentence, end)
            if wrapped is None or self._is_about_another(sentence, wrapped.start(), ""):
                return ""
            before = sentence[: wrapped.start()]
            return "" if signs.no_act.search(before) else "promise"
        if found[2] in self.lexicon.no_promises:
            return ""
        begin = found[0]
        predicate = sentence[begin:end]
        wrapped = at_end(signs.promise).search(predicate, len(predicate))
        core = end if wrapped is None else begin + wrapped.start()
        # With what stands right before it: 端を発する.
        if signs.no_act.search(sentence[max(0, begin - 2) : core]):
            return ""
        # …については、消防局が点検した: a body acts on what the sentence is about.
        if sentence[:begin].endswith("が") and not (
            self._is_agent(sentence[: begin - 1]) and signs.topic.search(sentence, 0, begin)
        ):
            return ""
        if self._is_about_another(sentence, begin, predicate):
            return ""
        if wrapped:
            return "promise"
        if at_end(signs.report).search(predicate, len(predicate)):
            return "report"
        if signs.noun_end.search(predicate):
            if not signs.acted_noun.search(sentence, 0, begin):
                return ""  # 人材の育成: a title
            return "report" if self.is_report else "promise"
        return "promise"

    def _others_act(self, words: str) -> bool:
        """The subject before an act that no vocabulary knows, marked by が, is nobody who acts.

        Not where the sentence is about a body: 成長が鈍ったことから、環境省は ….
        """
        if any(self._is_agent(words[: m.start()]) for m in self.signs.topic.finditer(words)):
            return False
        found = self.signs.other_subject.search(words)
        return found is not None and not self._is_agent(words[: found.end() - 1])

    def _is_agent(self, words: str) -> bool:
        """The words end in the name of a body or a person."""
        words = words.rstrip(self.signs.closing.replace(")", ""))
        return at_end(self.signs.agent).search(
            words, len(words)
        ) is not None or self.lexicon.ends_in_agent(words)

    def _is_about_another(self, sentence: str, end: int, predicate: str) -> bool:
        """It is about what is neither a body nor an actor, nor a time or a condition, and acts itself.

        What a sentence is about may be what is acted on (指針は、毎年度見直す): then no を stands before
        its predicate, and the predicate says nothing that comes about of itself (拡大する).
        """
        words = sentence[:end]
        is_acted_on = _OBJECT.search(words) is None and predicate != ""
        if is_acted_on and self.signs.intransitive.search(predicate):
            is_acted_on = False
        elif is_acted_on and self.signs.of_itself.search(predicate):
            is_acted_on = False
            if "が" in words:
                return True
        depth = 0
        position = 0
        for match in self.signs.topic.finditer(sentence):
            if match.start() >= end:
                break
            depth += sum((s in "「『(") - (s in "」』)") for s in words[position : match.start()])
            position = match.start()
            before = words[: match.start()]
            if depth > 0 or at_end(self.signs.no_topic).search(before, len(before)):
                continue
            if at_end(self.signs.no_agent).search(before, len(before)):
                return True
            return not (is_acted_on or self._is_agent(before))
        return False
