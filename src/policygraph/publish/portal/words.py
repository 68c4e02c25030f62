"""What the description of a dataset says in words, in both languages; whatever the texts are."""

from __future__ import annotations

from policygraph.publish.portal.description import Bilingual
from policygraph.publish.portal.statistics import Statistics

TITLE = {
    "en": "policygraph: knowledge graph of innovation policy",
    "ja": "policygraph：イノベーション政策の知識グラフ",
}
DESCRIPTION = {
    "en": "Measures and targets of Japanese innovation policy as strategy documents state them, each with"
    " the bodies that answer for it, the actors, themes and instruments it names, and the exact words of"
    " the text that every link stands on. What the text states, what follows by rule and what a person"
    " judged stand in named graphs of their own.",
    "ja": "日本のイノベーション政策の戦略文書に書かれた取組と目標を、担当主体、関係する主体、テーマ、政策手段などと"
    "結び、そのつながりの根拠となる本文の語句とともに示す知識グラフ。本文が述べること、規則から導かれること、"
    "人が判断したことは、それぞれ別の名前付きグラフにある。",
}
LICENCE_LABELS = {
    "en": "Licence of the graph. The words of the source text stand under the terms of their publisher.",
    "ja": "グラフの利用許諾条件。原文の語句は、その公表者の定める利用規約による。",
}
PART_LICENCE_LABELS = {
    "en": "Licence that the ontology or scheme states of itself.",
    "ja": "オントロジーまたは概念体系が自ら示す利用許諾条件。",
}
_NAMED_DOCUMENTS = 5


def describe_content(titles: dict[str, list[str]], found: Statistics) -> Bilingual:
    """What a graph is, and which texts and how many measures it holds."""
    number = len(titles["en"])
    named = {language: words[:_NAMED_DOCUMENTS] for language, words in titles.items()}
    more = number - _NAMED_DOCUMENTS
    rest = {"en": f" and {more} more", "ja": f"ほか{more}件"} if more > 0 else {"en": "", "ja": ""}
    en = (
        f" {found.measures} measures and {found.targets} targets of {number}"
        f" document{'s' if number != 1 else ''}: {'; '.join(named['en'])}{rest['en']}."
    )
    ja = (
        f"文書{number}件（「{'」「'.join(named['ja'])}」{rest['ja']}）の取組{found.measures}件、"
        f"目標{found.targets}件。"
    )
    return {"en": DESCRIPTION["en"] + en, "ja": DESCRIPTION["ja"] + ja}


# Of every dataset; those of the graph also bear the themes that most of its measures have.
KEYWORDS = {
    "en": ("innovation policy", "science and technology policy", "government strategy", "Japan",
           "knowledge graph", "linked data"),
    "ja": ("イノベーション政策", "科学技術政策", "政府戦略", "日本", "知識グラフ", "リンクトデータ"),
}  # fmt: skip
SCHEME_KEYWORDS = {"en": ("controlled vocabulary", "SKOS"), "ja": ("統制語彙", "SKOS")}
ONTOLOGY_KEYWORDS = {"en": ("ontology", "OWL"), "ja": ("オントロジー", "OWL")}
