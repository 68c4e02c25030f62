"""Fetch the programs of others that pages load, as ``tools/vendor.toml`` names them.

Run from the top of a checkout, with npm at hand: ``python -m tools.vendor``. It checks each package
against its hash, takes the files that are needed, leaves out what the table says, and puts the
licences of the package and of all that is bundled in it beside them. ``--check`` writes nothing and
says whether the files are what it would write. To renew a release, change its version and hash.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

TOP: Final = Path(__file__).parents[1]
TABLE: Final = TOP / "tools" / "vendor.toml"
FOLDER: Final = TOP / "src" / "policygraph" / "templates" / "assets" / "vendor"
NOTICES: Final = "notices.txt"
CHECKSUMS: Final = "checksums.txt"  # as sha256sum writes them
_BUNDLED: Final = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENCE: Final = re.compile(r"(?:licen[cs]e|copying)(?:\.(?:md|txt))?", re.IGNORECASE)
_MIT: Final = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation
the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of
the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left out of a file: all between two marks, of which each stands there once.

    Attributes:
        before: empty for the end of the file.
    """

    file: str
    after: str
    before: str

    def apply(self, text: str) -> str:
        """The text without it.

        Raises:
            SystemExit: a mark does not stand there once.
        """
        head, found, rest = text.partition(self.after)
        if not found or self.after in rest:
            sys.exit(
                f"{self.file}: {self.after!r} has to stand there once; look at the new release"
            )
        if not self.before:
            return head
        _, found, tail = rest.partition(self.before)
        if not found:
            sys.exit(f"{self.file}: {self.before!r} does not follow; look at the new release")
        return head + self.after + self.before + tail


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package and what is taken of it; see the table."""

    name: str
    version: str
    integrity: str
    folder: str
    files: dict[str, str]
    map: str = ""
    also: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = field(default=())

    def fetch(self, place: Path) -> Path:
        """Its folder, unpacked below a place.

        Raises:
            SystemExit: its bytes are others than the table says.
        """
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{self.name}@{self.version}"],
            cwd=place, check=True, capture_output=True, text=True,
        )  # fmt: skip
        archive = place / packed.stdout.strip().splitlines()[-1]
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != self.integrity:
            sys.exit(f"{self.name} {self.version}: the hash is sha512-{digest}")
        own = place / self.folder
        with tarfile.open(archive) as tar:
            tar.extractall(own, filter="data")
        return own / "package"

    def write(self, source: Path, place: Path) -> dict[str, bytes]:
        """The files of its folder, by name.

        Args:
            source: the unpacked package.
            place: where npm may install what it depends on, for the licences.
        """
        found = {}
        for path, name in self.files.items():
            text = (source / path).read_text(encoding="utf-8")
            for cut in self.cuts:
                text = cut.apply(text) if cut.file == name else text
            found[name] = text.rstrip("\n").encode() + b"\n"
        found[NOTICES] = self._notices(source, place).encode()
        found[CHECKSUMS] = checksums(found)
        return found

    def _notices(self, source: Path, place: Path) -> str:
        parts = [_notice(source)]
        if self.map:
            told = json.loads((source / self.map).read_text(encoding="utf-8"))["sources"]
            bundled = {match[1] for path in told if (match := _BUNDLED.search(path))}
            subprocess.run(
                ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund",
                 "--prefix", str(place), f"{self.name}@{self.version}", *self.also],
                check=True, cwd=place,
            )  # fmt: skip
            parts += [_notice(place / "node_modules" / name) for name in sorted(bundled)]
        kept = ", ".join(sorted(self.files.values()))
        head = f"{kept}: of {self.name} {self.version}, by tools/vendor.toml"
        head += " with what its cuts leave out." if self.cuts else "."
        return "\n".join([head, "", *parts])


def checksums(files: dict[str, bytes]) -> bytes:
    """The SHA-256 of some files, a line each."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    ).encode()


def _notice(package: Path) -> str:
    """Name, version and licence of a package."""
    told: dict[str, Any] = json.loads((package / "package.json").read_text(encoding="utf-8"))
    licence = told.get("license", "")
    texts = [
        path.read_text(encoding="utf-8").strip()
        for path in sorted(package.iterdir())
        if path.is_file() and _LICENCE.fullmatch(path.name)
    ]
    if not texts:
        if licence != "MIT":
            sys.exit(f"{told['name']}: no text of its licence ({licence})")
        people = [told.get("author"), *told.get("contributors", [])]
        names = [who["name"] if isinstance(who, dict) else who for who in people if who]
        texts = [f"Copyright {', '.join(names) or 'the authors of ' + told['name']}\n\n{_MIT}"]
    rule = "=" * 80
    body = "\n\n".join(line.replace("\r", "") for line in texts)
    return f"{rule}\n{told['name']} {told['version']} ({licence or 'see below'})\n{rule}\n{body}\n"


def read_table() -> list[Package]:
    """The packages of the table."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))["package"]
    return [
        Package(
            **{
                **entry,
                "also": tuple(entry.get("also", ())),
                "cuts": tuple(Cut(**cut) for cut in entry.get("cuts", ())),
            }
        )
        for entry in told
    ]


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(prog="python -m tools.vendor", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check, differing = parser.parse_args().check, 0
    for package in read_table():
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            files = package.write(package.fetch(place), place)
        target = FOLDER / package.folder
        if check:
            there = {path.name: path.read_bytes() for path in target.glob("*")}
            same = there == files
            differing += not same
            print(f"{package.name} {package.version}: {'same' if same else 'others'}")
            continue
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for file, data in files.items():
            (target / file).write_bytes(data)
        print(f"{package.name} {package.version}: {', '.join(sorted(files))}")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
