"""Formats of one registry, and one that another package brings."""

from __future__ import annotations

from pathlib import Path

import pytest
from third_party import Site

from policygraph.core.errors import UsageError
from policygraph.core.formats import Format, Formats

SHOUT = Format("greeting", "shout", ".shout", "text/x-shout", lambda words: words.upper())
LAZY = Format("greeting", "joined", ".joined", "text/x-joined", "posixpath:join")


def test_a_format_is_known_by_its_name_and_its_suffix() -> None:
    formats = Formats("greeting", SHOUT, LAZY)
    assert formats.names == ("shout", "joined")
    for name in ("shout", ".shout"):
        assert formats.find(name) is SHOUT
    assert formats.find("shout").write("hi") == "HI"


def test_a_writer_is_imported_when_it_writes() -> None:
    assert Formats("greeting", LAZY).find("joined").write("a", "b") == "a/b"


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UsageError, match='there is no format "xls"; there are shout, joined'):
        Formats("greeting", SHOUT, LAZY).find("xls")


MODULE = '''
"""Answers as lines of Org mode."""
from policygraph.core.formats import Format


def write_org(answer, layout):
    """A table of Org mode, a row a line."""
    rows = [answer.solutions.variables, *(map(str, row) for row in answer.rows)]
    return "".join("| " + " | ".join(row) + " |\\n" for row in rows)


ORG = Format("answer", "org", ".org", "text/org", write_org, "Org mode.")
'''


def test_another_package_brings_a_format_of_answers(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.install("org-answers", MODULE, "policygraph.formats", "org = org_answers:ORG")
    done = site.run("query", "measures-per-body", "--format", "org", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "| body | measures | asPrinted |"
    assert "| https://w3id.org/policygraph/org/mext | 23 | 25 |" in done.stdout


def test_a_package_that_breaks_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.install("org-answers", "import nosuch\n", "policygraph.formats", "org = org_answers:ORG")
    done = site.run("query", "measures-per-body", "--format", "org", cwd=tmp_path)
    assert done.returncode == 2
    assert (
        "the plug-in org of org-answers cannot be loaded: No module named 'nosuch'" in done.stderr
    )
