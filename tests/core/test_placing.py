"""Whatever is killed, and wherever: the old or the new is there, and the next run leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from kills import killed_at_each_step, left_behind, tree

from policygraph.core import placing
from policygraph.core.output import changed_folder, new_file, new_folder

OLD = {"one": b"old", "two": b"old", "stale": b"old", "other/x": b"x", "other/deep/y": b"y"}


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def a_file(place: Path) -> None:
    with new_file(place / "one") as out:
        out.write(b"new")


def a_folder(place: Path) -> None:
    with new_folder(place, marker="one") as folder:
        put(folder, {"one": b"new", "sub/three": b"new"})


def some_files(place: Path) -> None:
    with changed_folder(place) as (folder, stale):
        put(folder, {"one": b"new", "two": b"new", "three": b"new"})
        stale.add("stale")


KEPT = {"other/x": b"x", "other/deep/y": b"y"}
WORKS: dict[str, tuple[Callable[[Path], None], dict[str, bytes]]] = {
    "file": (a_file, {**OLD, "one": b"new"}),
    "folder": (a_folder, {"one": b"new", "sub/three": b"new"}),
    "files": (some_files, {"one": b"new", "two": b"new", "three": b"new", **KEPT}),
}


@pytest.mark.parametrize("exchange", [True, False], ids=["exchanged", "moved"])
@pytest.mark.parametrize("kind", WORKS)
def test_a_kill_at_any_step_leaves_the_old_or_the_new_and_the_next_run_tidies_up(
    kind: str, exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(placing, "_renames", lambda: None)
    work, new = WORKS[kind]
    place, steps = tmp_path / "at" / "place", 0
    put(place, OLD)
    for step in killed_at_each_step(lambda: work(place)):
        if exchange:
            assert tree(place) in (OLD, new), step
        work(place)  # the next run
        assert tree(place) == new
        assert left_behind(tmp_path) == []
        shutil.rmtree(place)
        put(place, OLD)
        steps += 1
    assert steps > 5


def test_what_a_live_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as slow:
        with new_file(tmp_path / "b") as quick:
            quick.write(b"quick")
        slow.write(b"slow")
    assert tree(tmp_path) == {"a": b"slow", "b": b"quick"}


def test_what_is_no_longer_written_goes_even_if_its_number_is_in_use_again(tmp_path: Path) -> None:
    (tmp_path / f".policygraph-{os.getpid()}").write_text("left")
    (tmp_path / ".policygraph-folder").mkdir()
    (tmp_path / ".policygraph-link").symlink_to("/")
    a_file(tmp_path)
    assert not (tmp_path / ".policygraph-folder").exists()
    assert not (tmp_path / f".policygraph-{os.getpid()}").exists()


def test_a_folder_that_one_is_in_stays_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "here", OLD)
    monkeypatch.chdir(tmp_path / "here")
    before = Path().stat().st_ino
    some_files(Path())
    assert Path().stat().st_ino == before == (tmp_path / "here").stat().st_ino
    assert tree(tmp_path / "here") == WORKS["files"][1]


def test_readers_of_a_folder_never_miss_it_nor_see_two_editions(tmp_path: Path) -> None:
    place = tmp_path / "place"
    put(place, OLD)
    code = (
        "import os, sys\n"
        "place, seen = sys.argv[1], set()\n"
        "print('ready', flush=True)\n"
        "while not os.path.exists(place + '.end'):\n"
        "    handle = os.open(place, os.O_RDONLY)\n"  # fails where there is none
        "    names = set(os.listdir(handle))\n"
        "    os.close(handle)\n"
        "    seen.add(('stale' in names, 'three' in names))\n"
        "print(sorted(seen - {(False, False)}))\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(place)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    for _ in range(50):
        some_files(place)
        shutil.copytree(place, tmp_path / "again")
        put(tmp_path / "again", {"stale": b"old"})
        (tmp_path / "again" / "three").unlink()
        with placing.beside_folder(tmp_path) as beside:
            shutil.copytree(tmp_path / "again", beside, dirs_exist_ok=True)
            placing.place_folder(beside, place)
        shutil.rmtree(tmp_path / "again")
    (tmp_path / "place.end").touch()
    said, _ = reader.communicate(timeout=60)
    assert reader.returncode == 0
    assert said.strip() in ("[(False, True), (True, False)]", "[(True, False)]", "[(False, True)]")


def test_other_files_keep_what_they_are(tmp_path: Path) -> None:
    place = tmp_path / "place"
    put(place, OLD)
    (place / "link").symlink_to("other/x")
    (place / "other" / "x").chmod(0o640)
    os.mkfifo(place / "pipe")
    place.chmod(0o750)
    before = (place / "other" / "x").stat()
    some_files(place)
    after = (place / "other" / "x").stat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino, before.st_mode, before.st_mtime_ns,
    )  # fmt: skip
    assert (place / "link").readlink() == Path("other/x")
    assert (place / "pipe").is_fifo()
    assert place.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(
    "sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda s: s.name
)
@pytest.mark.parametrize("written", [False, True], ids=["before", "after"])
def test_a_signal_ends_a_command_as_ctrl_c_does_and_the_words_are_true(
    sign: signal.Signals, written: bool, tmp_path: Path
) -> None:
    code = (
        "import importlib, sys, time, click\n"
        "from pathlib import Path\n"
        "from policygraph.core.output import new_file\n"
        "main = importlib.import_module('policygraph.cli.main')\n"
        "def work(place, written):\n"
        "    if written == 'True':\n"
        "        with new_file(Path(place) / 'done') as out:\n"
        "            out.write(b'x')\n"
        "    with new_file(Path(place) / 'half') as out:\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(60)\n"
        "words = [click.Argument(['place']), click.Argument(['written'])]\n"
        "wait = click.Command('wait', params=words, callback=work)\n"
        "main.LazyGroup.get_command = lambda *_: wait\n"
        "main.main()\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, "wait", str(tmp_path), str(written)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "POLICYGRAPH_LANG": "en", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    time.sleep(0.05)
    running.send_signal(sign)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 2, said
    assert len(said.splitlines()) == 1
    assert ("nothing was changed" in said) != written
    assert (f"written before that: 1 ({tmp_path / 'done'})" in said) == written
    assert sorted(path.name for path in tmp_path.iterdir()) == (["done"] if written else [])
