"""PDFium's functions as they are called for every character: with addresses, without a check a call.

pypdfium2's own prototypes look at the type of each argument; on a page of two thousand characters
that takes longer than the page itself.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

ADDRESS, INT = c_void_p, c_int


def address(handle: Any) -> int:
    """Where a handle of pypdfium2's raw interface points to."""
    return ctypes.cast(handle, c_void_p).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    prototype = ctypes.PYFUNCTYPE(result, *arguments)
    return prototype(address(function))


count_chars = _plain(raw.FPDFText_CountChars, INT, ADDRESS)
text_of = _plain(raw.FPDFText_GetText, INT, ADDRESS, INT, INT, ADDRESS)
unicode_of = _plain(raw.FPDFText_GetUnicode, c_uint, ADDRESS, INT)
loose_box = _plain(raw.FPDFText_GetLooseCharBox, INT, ADDRESS, INT, ADDRESS)
char_box = _plain(raw.FPDFText_GetCharBox, INT, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
origin = _plain(raw.FPDFText_GetCharOrigin, INT, ADDRESS, INT, ADDRESS, ADDRESS)
text_object = _plain(raw.FPDFText_GetTextObject, ADDRESS, ADDRESS, INT)
font_size = _plain(raw.FPDFText_GetFontSize, c_double, ADDRESS, INT)
matrix_of_char = _plain(raw.FPDFText_GetMatrix, INT, ADDRESS, INT, ADDRESS)
map_error = _plain(raw.FPDFText_HasUnicodeMapError, INT, ADDRESS, INT)
font_of = _plain(raw.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
font_name = _plain(raw.FPDFFont_GetBaseFontName, c_ulong, ADDRESS, ADDRESS, c_ulong)
font_weight = _plain(raw.FPDFFont_GetWeight, INT, ADDRESS)

count_objects = _plain(raw.FPDFPage_CountObjects, INT, ADDRESS)
page_object = _plain(raw.FPDFPage_GetObject, ADDRESS, ADDRESS, INT)
count_in_form = _plain(raw.FPDFFormObj_CountObjects, INT, ADDRESS)
object_in_form = _plain(raw.FPDFFormObj_GetObject, ADDRESS, ADDRESS, c_ulong)
kind_of = _plain(raw.FPDFPageObj_GetType, INT, ADDRESS)
bounds_of = _plain(raw.FPDFPageObj_GetBounds, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
matrix_of = _plain(raw.FPDFPageObj_GetMatrix, INT, ADDRESS, ADDRESS)
count_segments = _plain(raw.FPDFPath_CountSegments, INT, ADDRESS)
segment_at = _plain(raw.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, INT)
segment_kind = _plain(raw.FPDFPathSegment_GetType, INT, ADDRESS)
segment_point = _plain(raw.FPDFPathSegment_GetPoint, INT, ADDRESS, ADDRESS, ADDRESS)
draw_mode = _plain(raw.FPDFPath_GetDrawMode, INT, ADDRESS, ADDRESS, ADDRESS)

clip_of = _plain(raw.FPDFPageObj_GetClipPath, ADDRESS, ADDRESS)
count_clips = _plain(raw.FPDFClipPath_CountPaths, INT, ADDRESS)
count_clip_segments = _plain(raw.FPDFClipPath_CountPathSegments, INT, ADDRESS, INT)
clip_segment = _plain(raw.FPDFClipPath_GetPathSegment, ADDRESS, ADDRESS, INT, INT)

PATH, IMAGE, FORM = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
LINE_TO = raw.FPDF_SEGMENT_LINETO
EXTRACTOR = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
