"""What CKAN makes of a portal directory: its DCAT read by ckanext-dcat, each field held to CKAN's own rules.

Without a server: the profile of ckanext-dcat reads the description as a harvester would, with the register of
licences that CKAN ships, and the validators of CKAN judge names and tags. Run by ``make interop``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckan.common import config

config.update(
    {"ckan.site_url": "http://localhost", "ckan.site_id": "interop", "ckan.root_path": ""}
)

import rdflib  # noqa: E402
from ckan.lib.munge import munge_title_to_name  # noqa: E402
from ckan.lib.navl.dictization_functions import Invalid  # noqa: E402
from ckan.logic import validators  # noqa: E402
from ckan.model import Package  # noqa: E402
from ckan.model.license import LicenseRegister  # noqa: E402
from ckanext.dcat.processors import RDFParser  # noqa: E402
from ckanext.dcat.profiles import EuropeanDCATAP3Profile  # noqa: E402

_WANTED = ("publisher_name", "contact_name", "spatial_uri", "temporal_start", "temporal_end", "documentation",
           "conforms_to", "language", "theme", "access_rights", "frequency", "identifier")  # fmt: skip


class _Parser(RDFParser):  # type: ignore[misc]
    def __init__(self) -> None:
        self.g = rdflib.Graph()
        self._profiles = [EuropeanDCATAP3Profile]
        self.compatibility_mode, self.dataset_type = False, "dataset"


def datasets(description: Path, language: str) -> list[dict[str, Any]]:
    """The datasets of a description as CKAN's harvester would create them."""
    config["ckan.locale_default"] = language
    register = LicenseRegister()
    Package.get_license_register = staticmethod(lambda: register)
    parser = _Parser()
    parser.parse(description.read_text(encoding="utf-8"), _format="turtle")
    return list(parser.datasets())


def faults(found: list[dict[str, Any]]) -> Iterator[str]:
    """What CKAN would refuse or lose."""
    names = [munge_title_to_name(dataset["title"]) for dataset in found]
    for dataset, name in zip(found, names, strict=True):
        title = dataset["title"]
        extras = {extra["key"] for extra in dataset["extras"]}
        if len(name.strip("-_")) < 2 or names.count(name) > 1:
            yield f"{title}: the name {name!r} is empty or taken"
        if not dataset["license_id"]:
            yield f"{title}: no licence that CKAN knows"
        for tag in dataset["tags"]:
            for rule in (validators.tag_length_validator, validators.tag_name_validator):
                try:
                    rule(tag["name"], {})
                except Invalid as error:
                    yield f"{title}: {error.error}"
        for resource in dataset["resources"]:
            if not resource.get("license", "").startswith("http"):
                yield f"{title}: the licence of {resource['name']} is no IRI"
        for key in _WANTED:
            if key not in extras and not dataset.get(key):
                yield f"{title}: no {key}"


if __name__ == "__main__":
    for language in ("en", "ja"):
        read = datasets(Path(sys.argv[1]), language)
        problems = list(faults(read))
        print(
            json.dumps(
                {"language": language, "datasets": len(read), "problems": problems},
                ensure_ascii=False,
            )
        )
        if problems or len(read) < 2:
            sys.exit(1)
