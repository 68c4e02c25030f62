"""RDF files that are made to do harm are refused in one line, soon and in little memory."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from policygraph.core.errors import DataError
from policygraph.store import hostile, open_store
from policygraph.store.rdf import read_statements

_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


def _xml(value: str, entities: str = "") -> str:
    declared = f"<!DOCTYPE r [{entities}]>" if entities else ""
    about = '<rdf:Description rdf:about="http://e/s">'
    return f"{declared}{_RDF}{about}<e:p>{value}</e:p></rdf:Description></rdf:RDF>"


def _laughs(depth: int) -> str:
    more = (f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return '<!ENTITY e0 "xxxxxxxxxx">' + "".join(more)


HOSTILE = {
    "entities-in-entities": (_xml("&e9;", _laughs(10)), "its entities"),
    "one-large-entity": (_xml("&e;" * 40_000, f'<!ENTITY e "{"x" * 40_000}">'), "its entities"),
    "entities-in-attributes": (
        _xml("", _laughs(10)).replace("http://e/s", "http://e/&e9;"), "its entities",
    ),
    "deep-elements": (
        _RDF + "<rdf:Description><e:p>" * 100_000 + "</e:p></rdf:Description>" * 100_000 + "</rdf:RDF>",
        "1,000 deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_xml_is_refused(kind: str, packed: bool, tmp_path: Path) -> None:
    words, said = HOSTILE[kind]
    path = tmp_path / ("x.rdf.gz" if packed else "x.rdf")
    path.write_bytes(gzip.compress(words.encode()) if packed else words.encode())
    with pytest.raises(DataError, match=said):
        open_store(path)
    with pytest.raises(DataError, match=said):
        list(read_statements(path))


def test_entities_as_ontologies_have_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.owl"
    path.write_text(_xml("&xsd;string", '<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">'))
    assert [str(value.value) for *_, value in read_statements(path)] == [  # type: ignore[union-attr]
        "http://www.w3.org/2001/XMLSchema#string"
    ]


def test_an_entity_of_another_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Geheim")
    path = tmp_path / "x.rdf"
    path.write_text(_xml("&x;", f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">'))
    with pytest.raises(DataError) as refused:
        open_store(path)
    assert "Geheim" not in str(refused.value)


def test_what_unpacks_to_far_more_than_it_is_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile, "_UNPACKED", 2**20)
    path = tmp_path / "x.nt.gz"
    path.write_bytes(gzip.compress(b'<http://e/s> <http://e/p> "x" .\n' * 200_000))
    with pytest.raises(DataError, match="unpacks to far more"):
        open_store(path)


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_deep_files_end_no_interpreter(suffix: str, tmp_path: Path) -> None:
    deep = {
        "ttl": "<http://e/s> <http://e/p> " + "(" * 100_000 + ")" * 100_000 + " .",
        "jsonld": '{"@id":"http://e/s","http://e/p":' * 100_000 + "1" + "}" * 100_000,
    }
    path = tmp_path / f"x.{suffix}"
    path.write_text(deep[suffix])
    if suffix == "jsonld":
        with pytest.raises(DataError, match="not JSON-LD"):
            open_store(path)
    else:
        with open_store(path) as store:
            assert not store.is_empty()
