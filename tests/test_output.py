"""A file is there whole or not at all, and what a name leads to is respected."""

from __future__ import annotations

import gzip
import os
import resource
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from policygraph.cli.pictures import report
from policygraph.core.errors import StoreError, UsageError
from policygraph.core.output import new_file, new_folder
from policygraph.pictures.draw.picture_formats import save
from policygraph.pictures.draw.sheet import Picture

_LITTLE = 512  # bytes that a file may have on the full disk


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Files cannot grow: what a full disk does to a writer."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LITTLE, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write(path: Path, data: bytes = b"new") -> None:
    with new_file(path) as out:
        out.write(data)


def test_a_link_stays_and_the_file_that_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "real.ttl", tmp_path / "link.ttl"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["far", "link.ttl", "real.ttl"]


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("later")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "later").read_bytes() == b"new"


@pytest.mark.parametrize("through_link", [False, True])
@pytest.mark.parametrize("gzipped", [False, True])
def test_a_pipe_is_written_to_and_stays_a_pipe(
    tmp_path: Path, through_link: bool, gzipped: bool
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    with new_file(tmp_path / "link" if through_link else pipe, gzipped=gzipped) as out:
        out.write(b"new")
    reader.join(10)
    assert [gzip.decompress(data) if gzipped else data for data in read] == [b"new"]
    assert pipe.is_fifo()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "pipe"]


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, full_disk: None
) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("old")
    with pytest.raises(StoreError, match=r"x\.ttl: cannot be written: File too large"):
        write(path, b"x" * 100_000)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.ttl"]


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_full_disk_leaves_the_old_picture(tmp_path: Path, suffix: str, full_disk: None) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text("old")
    with pytest.raises(StoreError, match=f"x{suffix}: cannot be written"):
        save(Picture(Figure(), "title", "description"), path)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_disk: None
) -> None:
    monkeypatch.setattr(
        "policygraph.pictures.report.write_report", lambda *_, **__: "<!doctype html>" * 1000
    )
    monkeypatch.setattr("policygraph.pictures.document_parts.open_documents", lambda _: None)
    path = tmp_path / "x.html"
    path.write_text("old")
    done = CliRunner().invoke(report, ["--out", str(path)], standalone_mode=False)
    assert isinstance(done.exception, StoreError)
    assert "x.html: cannot be written" in str(done.exception)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_is_stopped_leaves_no_folder_that_was_not_there(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def files() -> None:
        with new_file(tmp_path / "a" / "b" / "one"), new_file(tmp_path / "a" / "b" / "two"):
            raise error

    def folder() -> None:
        with new_folder(tmp_path / "a" / "site", marker="m") as made:
            (made / "m").touch()
            raise error

    for stopped in (files, folder):
        with pytest.raises(error):
            stopped()
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays_when_the_work_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "a" / "one"):
        raise KeyboardInterrupt
    assert [p.name for p in tmp_path.rglob("*")] == ["a"]


def test_a_link_to_a_folder_stays_and_its_content_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "m").write_text("old")
    (tmp_path / "link").symlink_to("site")
    with new_folder(tmp_path / "link", marker="m") as folder:
        (folder / "m").write_text("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "site" / "m").read_text() == "new"


def test_a_file_where_a_folder_would_have_to_be_is_named(tmp_path: Path) -> None:
    file = tmp_path / "afile"
    file.touch()
    for path in (file / "x.ttl", file / "y" / "x.ttl"):
        with pytest.raises(StoreError, match=f"{file} is not a folder"):
            write(path)
        with (
            pytest.raises(StoreError, match=f"{file} is not a folder"),
            new_folder(path, marker="m"),
        ):
            pass
        done = CliRunner().invoke(report, ["--out", str(path)], standalone_mode=False)
        assert isinstance(done.exception, UsageError)
        assert f"{file} is not a folder" in str(done.exception)
