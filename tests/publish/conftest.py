"""What the tests of exports share: the shipped corpus as a file, and where suites and tools are."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from made_once import MadeOnce

from policygraph.publish.facts import PortalFacts
from policygraph.publish.portal import write_portal
from policygraph.store import Store, open_store

CHECKOUT = Path(__file__).parents[2]
# Concept schemes of ontology/vocabulary: themes, instruments, actors and their roles, commitments, cues, kinds of
# parts, roles, qualifiers and units of phrases, and three of STIP.
SCHEMES = 13
FACTS = PortalFacts(
    publisher=("例の機関@ja", "Example Institute@en"),
    contact="data@example.org",
    endpoint="https://example.org/sparql",
)


@pytest.fixture(scope="session")
def store(trig: Path) -> Store:
    return open_store(trig)


@pytest.fixture(scope="session")
def portal(trig: Path, made_once: MadeOnce) -> Path:
    return made_once("portal", lambda out: write_portal(trig, out, FACTS))


@pytest.fixture(scope="session")
def dcat_ap_shapes() -> Path:
    """The shapes of DCAT-AP 3.0.1, which are not ours to ship."""
    given = os.environ.get("POLICYGRAPH_CONFORMANCE")
    root = Path(given) if given else CHECKOUT.parent / "shared" / "conformance"
    path = root / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl"
    if not path.exists():
        pytest.skip(
            f"{path} is not there: get the shapes of DCAT-AP 3.0.1 from"
            " https://github.com/SEMICeu/DCAT-AP and name their folder in POLICYGRAPH_CONFORMANCE"
        )
    return path


@pytest.fixture(scope="session")
def rapper() -> str:
    found = shutil.which("rapper")
    if found is None:
        pytest.skip("rapper is not installed: apt-get install raptor2-utils")
    return found


def parse_with_rapper(rapper: str, path: Path, syntax: str) -> int:
    """The triples that rapper counts in a file; a warning or error fails the test."""
    done = subprocess.run(
        [rapper, "--count", "--input", syntax, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stderr.strip().splitlines()
    assert done.returncode == 0, done.stderr
    assert not [line for line in said if "arning" in line or "rror" in line], done.stderr
    return int(said[-1].split()[3])
