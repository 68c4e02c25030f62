"""Word and OpenDocument files as tests need them: a zip of the parts that are given."""

from __future__ import annotations

import zipfile
from io import BytesIO

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
    )
)  # fmt: skip


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of parts by name."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, part, stored)
    return file.getvalue()


def _root(element: str, inner: str) -> str:
    return f'<w:{element} xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}">{inner}</w:{element}>'


def word_file(body: str, **parts: str) -> bytes:
    """A Word file.

    Args:
        body: what stands in ``w:body``.
        parts: what stands in the root of others: ``styles``, ``numbering``, ``footnotes``,
            ``endnotes``, ``header1``, ``footer1``. The headers' ids are their names.
    """
    roots = {"header1": "hdr", "footer1": "ftr"}
    relations = "".join(
        f'<Relationship Id="{part}" Type="{_R}/{part.rstrip("1")}" Target="{part}.xml"/>'
        for part in parts
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a"'
        f' Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for part, inner in parts.items():
        files[f"word/{part}.xml"] = _root(roots.get(part, part), inner)
    return zipped(files)


def words(text: str, properties: str = "") -> str:
    """A paragraph of Word with properties (of ``w:pPr``)."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def open_file(body: str, styles: str = "", automatic: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text.

    Args:
        body: what stands in ``office:text``.
        styles: what stands in the root of ``styles.xml``.
        automatic: the automatic styles of ``content.xml``.
        manifest: what stands in the root of the manifest.
    """
    content = (
        f"<office:document-content{_ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles{_ODF}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": "<manifest:manifest xmlns:manifest="
            f'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>',
        }
    )
