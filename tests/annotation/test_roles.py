"""The parts of actors, told by the words beside them."""

from __future__ import annotations

import pytest

from policygraph import annotate
from policygraph.core.namespaces import POL


def _parts(sentence: str) -> dict[str, str]:
    """The parts of the actors and organisations that a bullet names, by their words."""
    found = annotate(f"・{sentence}")
    text = found.document.source.text
    return {
        text[m.begin : m.end]: (m.role or "").rpartition("/")[2]
        for m in found.mentions
        if m.link in (POL.involvesActor, POL.involvesOrganization) and m.kind == "name"
    }


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("大学は、規程を改める。", {"大学": "acts"}),
        ("病院が行う訓練を増やす。", {"病院": "acts"}),
        ("自治体による見回りを続ける。", {"自治体": "acts"}),
        ("文部科学省において、手順を定める。", {"文部科学省": "acts"}),
        ("大学において講座を開く。", {"大学": "place"}),
        ("病院に置いた端末を更新する。", {"病院": "place"}),
        ("中小企業に対し、費用を補助する。", {"中小企業": "addressed"}),
        ("学生向けの窓口を開く。", {"学生": "addressed"}),
        ("市町村を支援する。", {"市町村": "addressed"}),
        ("研究者の負担を減らす。", {"研究者": "addressed"}),
        ("若手研究者の登用を進める。", {"若手研究者": "addressed"}),
        ("業界団体と連携して調べる。", {"業界団体": "cooperates"}),
        ("金融機関を通じて貸し付ける。", {"金融機関": "cooperates"}),
        ("病院の協力を得て調べる。", {"病院": "cooperates"}),
        ("大学が保有する特許を調べる。", {"大学": ""}),
        ("企業による網の導入を支援する。", {"企業": "acts"}),
        ("大学院に海を学ぶ課程を新たに設ける。", {"大学院": "place"}),
        ("企業の参加の下に試験する。", {"企業": "cooperates"}),
        ("大学との共同の観測を続ける。", {"大学": "cooperates"}),
        ("専門家を各地に派遣する。", {"専門家": ""}),
        ("研究者が働きやすい環境を整える。", {"研究者": "addressed"}),
        ("高齢者の不安を払拭する。", {"高齢者": "addressed"}),
        ("県は、堤防を直す。", {"県": "acts"}),
        ("外国の捜査機関への働き掛けを続ける。", {"捜査機関": "addressed"}),
        ("山村の診療所を調査する。", {"診療所": ""}),
        ("産学官連携の予算を増やす。", {"産学官": ""}),
        ("学生の減少に備える。", {"学生": ""}),
    ],
    ids=[
        "topic", "subject", "by", "body-in-which", "place-of", "placed-in", "towards", "meant-for",
        "object", "burden-of", "appointment-of", "together-with", "through", "with-help-of",
        "owner", "by-in-what-is-supported", "set-up-at", "with-participation", "together-at", "sent",
        "environment-for", "worry-of", "prefecture", "towards-abroad", "looked-at", "in-a-compound", "state",
    ],
)  # fmt: skip
def test_the_words_beside_an_actor_tell_its_part(sentence: str, parts: dict[str, str]) -> None:
    assert _parts(sentence) == parts


def test_actors_named_in_one_breath_share_a_part() -> None:
    assert _parts("大学、病院及び中小企業等に対し、費用を補助する。") == dict.fromkeys(
        ("大学", "病院", "中小企業"), "addressed"
    )
    assert _parts("大学や市町村が調べる。") == {"大学": "acts", "市町村": "acts"}


def test_each_actor_of_a_sentence_has_its_own_part() -> None:
    assert _parts("国は、大学と協力し、中小企業を支援する。") == {
        "国": "acts", "大学": "cooperates", "中小企業": "addressed",
    }  # fmt: skip


def test_a_denied_predicate_makes_no_link() -> None:
    (found,) = (m for m in annotate("・調査は行わない。").mentions if m.kind == "commitment")
    assert not found.makes_link
    assert [cue.rpartition("/")[2] for cue in found.cues] == ["negated"]


def test_what_is_replaced_makes_no_link_and_what_replaces_it_does() -> None:
    found = annotate("・補助金に代えて、税制で支援する。").mentions
    links = [(m.makes_link, len(m.cues)) for m in found if m.link == POL.usesInstrument]
    assert links == [(False, 1), (True, 0)]


def test_abroad_with_whom_a_measure_is_links_and_an_example_from_there_does_not() -> None:
    found = {
        m.makes_link
        for m in annotate("・外国の捜査機関への働き掛けを続ける。").mentions
        if m.link == POL.involvesActor
    }
    assert found == {True}
    found = {
        m.makes_link
        for m in annotate("・諸外国の大学の取組を参考に、講座を改める。").mentions
        if m.link == POL.involvesActor
    }
    assert found == {False}
