"""Try inputs that nobody would write, seeded and bounded, and count what the program makes of them.

``make fuzz`` runs it outside CI; a short run stands in the tests. What is asked of each input: the command ends
with 0, 1 or 2, within its time, with lines and no traceback, and never by a fault of its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_SECONDS = 120  # that a command may take
_ODD = (
    "\x00\x1b\u202e\ufffd\U000e0100\ud7ff第十【】（再掲）①・－「」[[<&#;\"'\\{}%\n\r\t" + "あ" * 3
)
_OURS = ("fault of this program", "このプログラムの不具合", "Traceback")


@dataclass
class Found:
    """What came out.

    Attributes:
        ends: how often a command of a kind ended with a code.
        faults: kind, number of the input and last words of what must not happen.
    """

    ends: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[tuple[str, int, str]] = field(default_factory=list)

    def table(self) -> str:
        """The figures in Markdown."""
        kinds = sorted({kind for kind, _ in self.ends})
        lines = [
            "| input | tried | exit 0 | exit 1 | exit 2 | faults |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        for kind in kinds:
            codes = {code: count for (of, code), count in self.ends.items() if of == kind}
            faults = sum(of == kind for of, *_ in self.faults)
            ends = " | ".join(str(codes.get(code, 0)) for code in (0, 1, 2))
            lines.append(f"| {kind} | {sum(codes.values())} | {ends} | {faults} |")
        return "\n".join(lines)


def mutate(words: str, dice: random.Random) -> str:
    """A text with some pieces cut, doubled, moved, or replaced by signs that are seldom seen."""
    for _ in range(dice.randint(1, 6)):
        begin = dice.randrange(len(words) + 1)
        end = min(len(words), begin + dice.choice([1, 2, 10, 200]))
        piece = words[begin:end]
        put = dice.choice(
            ["", piece * 2, piece[::-1], "".join(dice.choices(_ODD, k=dice.randint(1, 8)))]
        )
        words = words[:begin] + put + words[end:]
    return words


def _text(folder: Path, dice: random.Random) -> list[str]:
    source = next((_ROOT / "data" / "source").rglob("*.txt")).read_text(encoding="utf-8")
    begin = dice.randrange(max(len(source) - 3000, 1))
    return ["build", _put(folder, "5.txt", mutate(source[:400] + source[begin : begin + 3000], dice)),
            "--jobs", "1", "--out", str(folder / "out")]  # fmt: skip


def _outline(folder: Path, dice: random.Random) -> list[str]:
    file = dice.choice(sorted((_ROOT / "data" / "outlines").glob("*.toml")))
    outline = _put(folder, "outline.toml", mutate(file.read_text(encoding="utf-8"), dice))
    text = _put(folder, "5.txt", "第５章　試験\n１　基盤\n・ 研究を推進する。【文部科学省】\n")
    return ["coverage", text, "--outline", outline]


def _query(folder: Path, dice: random.Random) -> list[str]:
    file = dice.choice(sorted((_ROOT / "queries").rglob("*.rq")))
    query = _put(folder, "query.rq", mutate(file.read_text(encoding="utf-8"), dice))
    return ["query", "--file", query, "--example", "--timeout", "20"]


def _graph(folder: Path, dice: random.Random) -> list[str]:
    core = (_ROOT / "data" / "graph" / "policygraph-core.ttl").read_text(encoding="utf-8")
    head, _, rest = core.partition("\n\n")
    begin = dice.randrange(len(rest) - 5000)
    graph = _put(folder, "graph.ttl", mutate(f"{head}\n\n{rest[begin : begin + 5000]}", dice))
    return ["validate", graph]


KINDS: dict[str, Callable[[Path, random.Random], list[str]]] = {
    "texts": _text, "outlines": _outline, "queries": _query, "graphs": _graph,
}  # fmt: skip


def _put(folder: Path, name: str, words: str) -> str:
    (folder / name).write_text(words, encoding="utf-8", errors="surrogatepass")
    return str(folder / name)


def run(count: int, seed: int, kinds: Sequence[str] = tuple(KINDS)) -> Found:
    """Try so many inputs of each kind.

    Args:
        count: of each kind.
        seed: the same gives the same inputs.
        kinds: of `KINDS`.
    """
    found = Found()
    for kind in kinds:
        for number in range(count):
            dice = random.Random(f"{seed} {kind} {number}")
            with tempfile.TemporaryDirectory() as folder:
                words = KINDS[kind](Path(folder), dice)
                _judge(found, kind, number, words)
    return found


def _judge(found: Found, kind: str, number: int, words: list[str]) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policygraph", *words], capture_output=True, check=False,
            timeout=_SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        found.faults.append((kind, number, "no end"))
        return
    found.ends[kind, done.returncode] += 1
    said = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1, 2) or any(words in said for words in _OURS):
        found.faults.append((kind, number, said.strip()[-300:]))
    elif done.returncode == 2 and not said.strip():
        found.faults.append((kind, number, "exit 2 without a word"))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="inputs of each kind")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = run(asked.count, asked.seed)
    print(found.table())
    for kind, number, words in found.faults:
        print(f"\n{kind} {number} (seed {asked.seed}): {words}")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
