"""The rules of inference where a measure is restated in another chapter or document."""

from __future__ import annotations

from pathlib import Path

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.terms import Triple

STANDARDS = IRI(f"{BASE}concept/theme/international-standards")


def _document(folder: Path, key: str, texts: dict[int, str]) -> None:
    home = folder / key
    home.mkdir()
    names = "".join(f'{number} = "{number}.txt"\n' for number in texts)
    (home / "document.toml").write_text(
        f'key = "{key}"\n[title]\nja = "題"\n[texts]\n{names}', encoding="utf-8"
    )
    for number, text in texts.items():
        (home / f"{number}.txt").write_text(text, encoding="utf-8")


def _graphs_of(folder: Path) -> dict[str, set[Triple]]:
    graphs = build(folder).dataset.graphs
    return {name.removeprefix(f"{BASE}graph/"): triples for name, triples in graphs.items()}


def test_a_link_that_one_document_states_is_not_inferred_in_another(tmp_path: Path) -> None:
    text = (
        "第{n}章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 国際標準化の推進\n"
        "・大学の国際標準化の取組を推進する。{mark}【経済産業省】\n"
    )
    _document(tmp_path, "a", {1: text.format(n="１", mark="")})
    _document(tmp_path, "b", {2: text.format(n="２", mark="（再掲）")})
    graphs = _graphs_of(tmp_path)
    link = (IRI(f"{BASE}measure/a/1-1-C-1-1"), POL.hasTheme, STANDARDS)
    assert [name for name in graphs if link in graphs[name]] == ["a/stated"]


def test_what_follows_does_not_depend_on_which_chapter_comes_first(tmp_path: Path) -> None:
    first = (
        "第１章 題\n（１）節\n［Ｂ］重きを置くべき課題\n国際標準化が課題である。\n"
        "［Ｃ］重きを置くべき取組\n① 取組の推進\n・大学の取組を推進する。【経済産業省】\n"
    )
    second = (
        "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 国際標準化の推進\n"
        "・大学の取組を推進する。（再掲）【経済産業省】\n"
    )
    # What two of twelve measures and issues name is rare, what two of two name is not.
    others = "".join(f"・{n}番目の取組を進める。【経済産業省】\n" for n in range(10))
    _document(tmp_path, "a", {1: first + others, 2: second})
    graphs = _graphs_of(tmp_path)
    measure = IRI(f"{BASE}measure/a/1-1-C-1-1")
    assert (measure, POL.hasTheme, STANDARDS) in graphs["a/inferred"]
    issue = IRI(f"{BASE}doc/a/1/1/B/s1")
    assert (measure, POL.relatedIssue, issue) in graphs["a/inferred"]
    title = {o for s, p, o in graphs["a/inferred"] if (s, p) == (measure, POL.evidence)}
    assert title == {IRI(f"{BASE}doc/a/2/1/C/1#0-5")}
