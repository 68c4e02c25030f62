from __future__ import annotations

from pathlib import Path

import pytest
from office_files import open_file, word_file, words, zipped

from policygraph.core.errors import SourceError
from policygraph.sources import read_file


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "sti.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\r\n\t", "\ufeff\n　\n".encode()],
    ids=["nothing", "white space", "a mark and blank lines"],
)
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"sti\.txt: is empty"):
        read_file(_write(tmp_path, data))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt: no such file"):
        read_file(tmp_path / "none.txt")


def test_a_binary_file_is_said_to_be_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="NUL byte stands at byte 4"):
        read_file(_write(tmp_path, b"\x7fELF\0\0abc"))


def test_shift_jis_is_told_by_its_first_byte(tmp_path: Path) -> None:
    path = _write(tmp_path, "abc、中小企業".encode("cp932"))
    with pytest.raises(SourceError, match=r"not UTF-8 at byte 3 \(0x81\).*--encoding cp932"):
        read_file(path)
    assert read_file(path, encoding="cp932").text == "abc、中小企業"


def test_utf_16_is_told_by_its_mark(tmp_path: Path) -> None:
    path = _write(tmp_path, "中小企業".encode("utf-16"))
    with pytest.raises(SourceError, match="--encoding utf-16"):
        read_file(path)
    assert read_file(path, encoding="utf-16").text == "中小企業"


@pytest.mark.parametrize("name", ["Windows-31J", "Shift_JIS", "x-sjis", "csWindows31J", "MS_Kanji"])
def test_an_encoding_goes_by_the_names_that_others_have_for_it(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, "①は㈱で始まる".encode("cp932"))
    assert read_file(path, encoding=name).text == "①は㈱で始まる"


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match='no encoding is called "utf-99"'):
        read_file(_write(tmp_path, b"abc"), encoding="utf-99")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("suffix", ["txt", "docx", "odt", "html", "md"])
@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (zipped({"xl/workbook.xml": ""}), "is a spreadsheet or slides; give its text"),
        (zipped({"a.txt": "港"}), "is an archive; unpack it and give the file that is in it"),
        (_OLE, r"is a file of an old Office \(\.doc …\); save it as \.docx or \.odt"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (b"\x89PNG\r\n", "is a picture, not a text"),
        (b"{\\rtf1 ", r"is RTF; save it as \.docx or \.odt"),
    ],
    ids=["sheet", "zip", "doc", "password", "png", "rtf"],
)
def test_a_file_of_another_kind_is_called_by_its_name(
    tmp_path: Path, data: bytes, complaint: str, suffix: str
) -> None:
    path = tmp_path / f"sti.{suffix}"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=complaint):
        read_file(path)


@pytest.mark.parametrize("suffix", ["txt", "docx", "odt", "html", "md", "pages", ""])
@pytest.mark.parametrize(
    "data",
    [
        word_file(words("港を整える。")),
        open_file("<text:p>港を整える。</text:p>"),
        "<!-- 港 -->\n<!DOCTYPE html>\n<html><p>港を整える。".encode(),
        "\ufeff<?xml version='1.0'?>\n<html><body><p>港を整える。</p></body></html>".encode(),
    ],
    ids=["docx", "odt", "html", "xhtml with a mark"],
)
def test_a_file_with_a_wrong_suffix_is_read_as_what_it_is(
    tmp_path: Path, data: bytes, suffix: str
) -> None:
    path = tmp_path / f"sti.{suffix}"
    path.write_bytes(data)
    assert read_file(path).text.lstrip("\ufeff") == "港を整える。"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_guessed_and_said(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "sti.txt"
    path.write_bytes("・大学を支援する。\n".encode(codec))
    with pytest.raises(SourceError, match=f"say --encoding {codec}"):
        read_file(path)
    assert read_file(path, encoding=codec).text == "・大学を支援する。"


def test_a_file_of_invisible_characters_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "sti.txt"
    path.write_text("\u200b\n\ufeff\u3000")
    with pytest.raises(SourceError, match="is empty"):
        read_file(path)
