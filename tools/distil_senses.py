"""Distil word vectors and synonyms to ``data/lineage/senses.npz``, so that no package of theirs is needed to run.

``python -m tools.distil_senses VECTORS SYNONYMS`` reads

- VECTORS: the folder ``vocab`` of the package ja-ginza 5.3.0, whose vectors are those of chiVe (Apache-2.0), unpacked;
- SYNONYMS: ``synonyms.txt`` of SudachiDict (Apache-2.0);

and wants SudachiPy with its dictionary (``requirements/bench.txt``), which says what kind of word each is, and msgpack.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from policygraph.core.fold import comparable
from policygraph.core.resources import resource

DIMENSIONS = 256
SCALE = 300  # of a unit vector, in whole numbers
_TOP = 3  # directions that all words share
_MOST_WORDS, _MOST_SHORT = 120_000, 60_000  # by frequency; of those in capitals fewer
_LONGEST = 10
_WORD = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff々〆ヶA-Za-z]{1,10}")
_TELLS = re.compile(r"[\u30a1-\u30fa\u4e00-\u9fff々〆ヶA-Za-z]")
_LATIN = re.compile("[A-Za-z]+")
_KINDS = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接尾辞"})
_NO = frozenset({"数詞", "人名"})
_INFLECTED = frozenset({"動詞", "形容詞"})
_UNIT, _MASK = "助数詞可能", (1 << 64) - 1


@dataclass(frozen=True)
class Word:
    """A word with the row of its vector and its place by frequency."""

    form: str
    row: int
    rank: int
    is_inflected: bool


def hash_of(word: str) -> int:
    """The key of a string in spaCy's store: MurmurHash64A with the seed 1."""
    data, factor = word.encode(), 0xC6A4A7935BD1E995
    found = 1 ^ (len(data) * factor) & _MASK
    for at in range(0, len(data) // 8 * 8, 8):
        piece = int.from_bytes(data[at : at + 8], "little") * factor & _MASK
        found = (found ^ ((piece ^ piece >> 47) * factor & _MASK)) * factor & _MASK
    if rest := data[len(data) // 8 * 8 :]:
        found = (found ^ int.from_bytes(rest, "little")) * factor & _MASK
    found = (found ^ found >> 47) * factor & _MASK
    return found ^ found >> 47


def words_of(folder: Path) -> Iterator[Word]:
    """The words that tell something, the most frequent first."""
    import msgpack
    from sudachipy import Dictionary

    rows = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    ranks = {key: rank for rank, key in enumerate(rows)}
    tokenizer: Any = Dictionary().tokenizer()
    strings = json.loads((folder / "strings.json").read_text(encoding="utf-8"))
    keyed = ((hash_of(word), word) for word in strings if _WORD.fullmatch(word))
    for rank, key, word in sorted((ranks[key], key, word) for key, word in keyed if key in rows):
        morphemes = tokenizer.tokenize(word)
        kind = morphemes[0].part_of_speech()
        is_rare = rank > (_MOST_SHORT if _LATIN.fullmatch(word) else _MOST_WORDS)
        if is_rare or len(morphemes) > 1 or kind[0] not in _KINDS or _NO & {*kind[1:3]}:
            continue
        if _TELLS.search(word) and not (len(word) == 1 and kind[2] == _UNIT):
            is_inflected = kind[0] in _INFLECTED and morphemes[0].dictionary_form() == word
            yield Word(word, rows[key], rank, is_inflected)


def forms_of(words: Iterator[Word]) -> dict[str, int]:
    """By folded form, the row; of a verb (引き揚げる) also what all its forms begin with."""
    rows: dict[str, int] = {}
    stems: dict[str, int] = {}
    for word in words:
        rows.setdefault(comparable(word.form), word.row)
        if word.is_inflected and _TELLS.search(word.form[:-1]):
            stems.setdefault(f"{comparable(word.form[:-1])}~", word.row)
    return {**rows, **stems}


def groups_of(path: Path, forms: dict[str, int]) -> dict[str, int]:
    """By form, the smallest group of synonyms that it is in, of groups with two forms that are known."""
    members: dict[int, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split(",")
        if len(fields) > 8 and fields[2] != "2":
            members[int(fields[0])].append(comparable(fields[8]))
    found: dict[str, int] = {}
    for number, names in sorted(members.items(), key=lambda each: (len(each[1]), each[0])):
        known = [name for name in dict.fromkeys(names) if name in forms]
        if len(known) > 1:
            for name in known:
                found.setdefault(name, number)
                if f"{name[:-1]}~" in forms and name[-1] in "うくぐすつぬぶむるい":
                    found.setdefault(f"{name[:-1]}~", number)
    return found


def distilled(vectors: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Unit vectors without what all have in common, in fewer dimensions, as whole numbers."""
    found = _unit(vectors.astype(np.float64) - vectors.mean(axis=0))
    directions = np.linalg.svd(found, full_matrices=False)[2][:_TOP]
    found = _unit(found - (found @ directions.T) @ directions)
    directions = np.linalg.svd(found, full_matrices=False)[2][:DIMENSIONS]
    return np.clip(np.rint(_unit(found @ directions.T) * SCALE), -127, 127).astype(np.int8)


def _unit(vectors: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def main() -> None:
    """Read, distil, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("synonyms", type=Path)
    asked = parser.parse_args()
    forms = forms_of(words_of(asked.vectors))
    groups = groups_of(asked.synonyms, forms)
    kept = sorted(set(forms.values()))
    places = {row: place for place, row in enumerate(kept)}
    ordered = sorted(forms)
    np.savez_compressed(
        resource("data", "lineage") / "senses.npz",
        forms=np.frombuffer("\n".join(ordered).encode(), dtype=np.uint8),
        rows=np.array([places[forms[form]] for form in ordered], dtype=np.uint16),
        groups=np.array([groups.get(form, 0) for form in ordered], dtype=np.uint16),
        vectors=distilled(np.load(asked.vectors / "vectors"))[kept],
    )
    print(f"{len(ordered)} forms, {len(kept)} vectors, {len(groups)} of them in groups")


if __name__ == "__main__":
    main()
