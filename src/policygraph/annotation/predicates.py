"""The final predicate of a sentence, and how strongly it binds.

The predicates are the labels of the commitment scheme in dictionary form. What is compared is the
end of the sentence, after its full stop and the brackets behind it are off, with every label in
every form it can end a sentence in; the longest wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

from policygraph.annotation.pattern_ends import AtEnd
from policygraph.core.namespaces import IRI

_BEHIND = re.compile(r"(?:[。．.!?！？]|（[^（）]*）|\([^()]*\))+$")
# 「…する必要がある」「…すべきである」: what is to be done is the verb before them, where the scheme knows it.
_OWED = AtEnd(
    re.compile(
        r"(?:べき(?:である|です|だ|もの(?:である|です))?"
        r"|(?:必要|こと)が(?:ある|あります)"
        r"|(?:こと|の)[がも](?:必要|不可欠|求められ|重要)(?:である|です|だ|る|ている|ます|ています))$"
    )
)
# 「…することとする」「…するものとする」「…するように努める」: the verb before them is what is done.
_WRAPPED = AtEnd(
    re.compile(
        r"(?:(?:こと|もの)と(?:する|します|した|しました|している|しています|しております)"
        r"|(?:予定|方針|見込み|考え)(?:である|です|だ|としている|としています|となっている|となっています)?"
        r"|ことを(?:基本|原則)とする"
        r"|ところ(?:である|です)|ようにする|ようにしていく|よう努める|ように努める"
        r"|もの(?:である|です|だ)|(?:こと|もの)とし(?:ており|ております)?|ことが(?:できる|できます)"
        r"|(?:運び|方向)(?:である|です|だ)?)$"
    )
)
_STOPS = "。．.!?！？"
_TAIL = 4  # characters at the end of a form by which it is looked up
_TE = {"う": "って", "つ": "って", "る": "って", "く": "いて", "ぐ": "いで", "す": "して",
       "む": "んで", "ぶ": "んで", "ぬ": "んで"}  # fmt: skip
_BRIEF = (
    "済み",
    "済",
    "中",
    "中である",
    "中です",
    "予定",
    "方針",
    "へ",
    "等",
    "など",
)  # behind a noun that ends a line
_A = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_I = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_AFTER_TE = ("いく", "ゆく", "いる", "いきたい", "おく", "いきます", "います", "いくこと", "もらう", "もらいます", "いただく", "いただきます", "いた", "いました", "まいります",
             "参ります", "おり", "おります", "きた", "きました", "きている", "きています", "きており", "きております", "いました", "いくこととする", "いるところである")  # fmt: skip


def _forms(verb: str) -> set[str]:
    """The forms in which a verb in dictionary form can end a sentence (itself included)."""
    forms = {verb}
    if verb.endswith("する") and len(verb) > 2:
        stem = verb[:-2]
        te = {stem + "して", stem + "されて", stem + "させて"}
        ends = (
            "される",
            "させる",
            "した",
            "された",
            "させた",
            "させます",
            "す",
            "します",
            "しました",
            "すること",
            "し",
        )
        forms |= {stem + end for end in ends}
        if stem[-1] not in "をにがはとで":
            forms |= {stem, *(stem + end for end in _BRIEF)}  # …の実現, …を策定済み
            # 支援をする: what is done is what the noun says
            te.add(stem + "をして")
            forms |= {f"{stem}を{end}" for end in ("する", *ends)}
    elif verb[-1] in _TE:
        stem = verb[:-1]
        te = {stem + _TE[verb[-1]]}
        forms |= {stem + _A[verb[-1]] + "れる", stem + _I[verb[-1]] + "ます", verb + "こと"}
        forms |= {stem + _I[verb[-1]] + "ました", stem + _A[verb[-1]] + "れた"}
        if verb[-1] == "る":  # 進める, not only 図る: which class it is, its spelling does not say
            te.add(stem + "て")
            forms |= {stem + "られる", stem + "ます", stem + "た", stem + "ました", stem + "られた"}
    else:
        return forms
    done = {before[:-1] + ("た" if before[-1] == "て" else "だ") for before in te}
    return forms | done | {before + after for before in te for after in _AFTER_TE}


def beginning(verb: str) -> str:
    """What all forms of a verb begin with, those that deny it, too."""
    if verb.endswith("する") and len(verb) > 2:
        return verb[:-2]
    return verb[:-1] if verb[-1:] in _TE else verb


def _denials(verb: str) -> set[str]:
    """The forms in which a verb in dictionary form can end a sentence that denies it (行わない, 行わなかった)."""
    forms = _denied_now(verb)
    past = {form[:-2] + "なかった" for form in forms if form.endswith("ない")}
    return forms | past | {form + "でした" for form in forms if form.endswith("ません")}


def _denied_now(verb: str) -> set[str]:
    if verb.endswith("する") and len(verb) > 2:
        stem = verb[:-2]
        return {stem + end for end in ("しない", "しません", "させない", "させません")}
    if verb[-1] not in _TE:
        return set()
    stem = verb[:-1]
    forms = {stem + _A[verb[-1]] + "ない", stem + _I[verb[-1]] + "ません"}
    return forms | {stem + "ない", stem + "ません"} if verb[-1] == "る" else forms


def _end_of_words(sentence: str) -> int:
    """Where its full stop and the brackets behind it begin."""
    if sentence[-1:] in _STOPS and sentence[-2:-1] not in "）)" + _STOPS:
        return max(0, len(sentence) - 1)
    behind = _BEHIND.search(sentence) if sentence.endswith(("）", ")", *_STOPS)) else None
    return behind.start() if behind else len(sentence)


class Predicate(NamedTuple):
    """The final predicate of a sentence.

    Attributes:
        begin, end: within the sentence.
        concept: of the commitment scheme.
        is_denied: it says that something is not done.
    """

    begin: int
    end: int
    concept: IRI
    is_denied: bool = False


class Predicates:
    """Verbs in dictionary form, ready to be looked for at the end of a sentence.

    Args:
        labels: from a verb to its concept.
    """

    def __init__(self, labels: Mapping[str, IRI]) -> None:
        self.labels = labels
        self._concepts: dict[str, IRI] = {}
        # A longer verb may inflect into the form of a shorter one; its own label comes first.
        for label, concept in sorted(labels.items(), key=lambda item: -len(item[0])):
            for form in sorted(_forms(label)):
                self._concepts.setdefault(form, concept)
        self._concepts |= labels
        self._denied: dict[str, IRI] = {}
        for label, concept in sorted(labels.items(), key=lambda item: -len(item[0])):
            for form in _denials(label):
                if form not in self._concepts:
                    self._denied.setdefault(form, concept)
        # How long the forms are that end in some characters, the longest first; of shorter ones they are all.
        lengths: dict[str, set[int]] = {}
        for form in chain(self._concepts, self._denied):
            if len(form) > 1:
                lengths.setdefault(form[-_TAIL:], set()).add(len(form))
        self._lengths = {tail: sorted(found, reverse=True) for tail, found in lengths.items()}

    def find(self, sentence: str) -> Predicate | None:
        """The final predicate of a sentence.

        Args:
            sentence: its text, folded.

        Returns:
            ``None`` where the scheme does not know it.
        """
        end = _end_of_words(sentence)
        owed, wrapped = _OWED.search(sentence, end), _WRAPPED.search(sentence, end)
        stops = (owed.start() if owed else None, end, wrapped.start() if wrapped else None)
        for stop in stops:
            if stop is None:
                continue
            for tail in range(min(_TAIL, stop), 1, -1):
                for length in self._lengths.get(sentence[stop - tail : stop], ()):
                    begin = stop - length
                    if begin < 0:
                        continue
                    words = sentence[begin:stop]
                    if words in self._concepts:
                        return Predicate(begin, end, self._concepts[words])
                    if words in self._denied:
                        return Predicate(begin, end, self._denied[words], is_denied=True)
        return None
