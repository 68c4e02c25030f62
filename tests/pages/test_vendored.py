"""The programs of others that pages load: as they were fetched, with their licences, asking nobody."""

from __future__ import annotations

import re

import pytest

from tools.vendor import CHECKSUMS, FOLDER, NOTICES, Cut, Package, checksums, read_table

# Namespaces, which nobody opens.
_NAMED = re.compile(r"https?://www\.w3\.org/[\w/#.-]*")
_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}[\w/#.-]*")
_IN_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
PACKAGES = read_table()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.folder)
def test_the_files_are_those_that_were_fetched(package: Package) -> None:
    folder = FOLDER / package.folder
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != CHECKSUMS}
    assert set(files) == {*package.files.values(), NOTICES}
    assert (folder / CHECKSUMS).read_bytes() == checksums(files)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.folder)
def test_the_notices_name_release_and_licence(package: Package) -> None:
    notices = (FOLDER / package.folder / NOTICES).read_text(encoding="utf-8")
    assert f"{package.name} {package.version}" in notices
    assert "Permission is hereby granted" in notices


def test_the_editor_knows_no_other_host() -> None:
    program = (FOLDER / "yasqe" / "yasqe.min.js").read_text(encoding="utf-8")
    assert {found for found in _ADDRESS.findall(program) if not _NAMED.fullmatch(found)} == set()
    assert "prefix.cc" not in program


def test_a_mark_that_is_gone_from_a_new_release_ends_the_tool() -> None:
    assert Cut("a.js", "begin(", ")end").apply("x begin(123)end y") == "x begin()end y"
    assert Cut("a.js", "//#", "").apply("x//# map") == "x"
    with pytest.raises(SystemExit, match="look at the new release"):
        Cut("a.js", "begin(", ")end").apply("x")
    with pytest.raises(SystemExit, match="look at the new release"):
        Cut("a.js", "begin(", ")end").apply("x begin(1")
