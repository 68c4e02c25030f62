"""The whole walk: two editions as PDF, drafted, added, built, validated, compared, and asked in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run_bytes
from pdf_pages import GOTHIC, PdfPages
from web_browser import MissingError, Tab, chromium
from web_server import serving

pytestmark = pytest.mark.heavy  # begins a server and a browser

FIRST = [
    [
        "第１章　港の脱炭素",
        "（１）船への給電",
        "・ 停泊する船に陸上から電力を送る設備の整備を支援する。【国土交通省】",
        "・ 給電設備の規格の在り方を検討する。【国土交通省、経済産業省】",
        "・ 港で用いる水素の貯蔵に関する技術の実証を、2023年度までに実施する。",
        "【経済産業省】",
    ],
    [
        "第２章　港の人材",
        "（１）働く人",
        "・ 荷役機械の遠隔操作を学ぶ研修を、大学と連携して実施する。【国土交通省】",
        "・ 港の歴史を紹介する冊子を配布する。【国土交通省】",
    ],
]
LATER = [
    [
        "第１章　港の脱炭素",
        "（１）船への給電",
        "・ 停泊中の船舶へ陸上から電力を供給する設備の整備を引き続き支援する。",
        "【国土交通省】",
        "・ 給電設備の規格を策定する。【国土交通省、経済産業省】",
        "・ 港で用いる水素の貯蔵に関する技術の実証を、2025年度までに実施する。",
        "【経済産業省】",
    ],
    [
        "第２章　港の人材",
        "（１）働く人",
        "・ 荷役機械の遠隔操作を学ぶ研修を、大学及び高等専門学校と連携して拡充する。",
        "【国土交通省】",
        "・ 外国人の船員の相談に応じる窓口を設ける。【国土交通省】",
    ],
]


def _pdf(path: Path, title: str, pages: list[list[str]]) -> None:
    made = PdfPages()
    for number, lines in enumerate(pages, 1):
        if number > 1:
            made.turn()
        else:
            made.line(title, 180, 90, 16, GOTHIC)
        made.lines(lines, 72, 140 if number == 1 else 80)
        made.line(str(number), 295, 810, 9)
    path.write_bytes(made.finish())


def _well(*words: object, cwd: Path) -> str:
    done = run_bytes(*words, "--lang", "en", cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two PDFs became a corpus and its graph, by the commands of the README."""
    folder = tmp_path_factory.mktemp("walk")
    _pdf(folder / "plan-2021.pdf", "港湾技術計画2021", FIRST)
    _pdf(folder / "plan-2023.pdf", "港湾技術計画2023", LATER)
    _well("outline", "draft", "plan-2021.pdf", "--out", "plan.toml", cwd=folder)
    for year in (2021, 2023):
        _well(
            "add", f"port-plan-{year}", f"plan-{year}.pdf", "--into", "corpus", "--outline", "plan.toml",
            "--title-ja", f"港湾技術計画{year}", "--title-en", f"Port technology plan {year}",
            "--date", f"{year}-04-01", "--decider", "国土交通省", "--publisher", "国土交通省",
            "--source-page", f"https://example.org/{year}", "--licence", "https://creativecommons.org/licenses/by/4.0/",
            "--notice-ja", "出典：国土交通省", "--notice-en", "Source: MLIT", cwd=folder,
        )  # fmt: skip
    _well("build", "corpus", "--out", "graph", cwd=folder)
    return folder


def test_every_bullet_of_both_editions_is_a_measure(walked: Path) -> None:
    rows = _well("query", "measures-per-body", "--graph", "graph", "--format", "csv", cwd=walked)
    assert [row.rpartition("/")[2] for row in rows.split()[1:]] == ["mlit,8,8", "meti,4,4"]


def test_the_graph_lacks_titles_and_nothing_else(walked: Path) -> None:
    done = run_bytes("validate", "graph", "--lang", "en", cwd=walked)
    assert (
        b"(Violation 0, Warning 20," in done.stdout
    )  # a title in two languages for each of ten measures
    assert done.returncode == 0


def test_the_later_edition_is_told_from_the_earlier(walked: Path) -> None:
    said = _well("lineage", "--graph", "graph", "--format", "csv", cwd=walked)
    fates = [line.split(",")[1].rpartition("#")[2] for line in said.splitlines()[1:]]
    assert sorted(fates) == ["droppedIn", "introducedIn", *["revises"] * 4]
    moved = _well("query", "moved-deadlines", "--graph", "graph", "--format", "csv", cwd=walked)
    assert "2023年度までに" in moved
    assert "2025年度までに" in moved


def test_a_question_is_answered_in_the_browser_with_the_page_it_stands_on(walked: Path) -> None:
    try:
        with serving(walked / "graph") as server, chromium() as browser:
            tab = Tab(browser, server.url)
            page = tab.open("questions/dropped.en.html")
            page.get_by_role("link", name="港の歴史を紹介する冊子を配布する。").click()
            page.get_by_text("Read it in the document").wait_for()
            assert "p. 2" in page.locator("main").inner_text()
            assert (tab.complaints, tab.outside) == ([], [])
    except MissingError as error:
        pytest.skip(str(error))
