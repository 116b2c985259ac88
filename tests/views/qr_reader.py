"""Reads QR codes as a telephone does: the SVG is rendered, then decoded by a real decoder."""

from __future__ import annotations

import io
from pathlib import Path

import typst
import zxingcpp
from lxml import etree, html
from PIL import Image

PAGE = b"""
#set page(width: auto, height: auto, margin: 5mm)
#image(bytes(sys.inputs.svg), format: "svg", width: 5cm)
"""


def read_qr(drawing: html.HtmlElement) -> str:
    """What the QR drawn in a page's svg element says."""
    markup = etree.tostring(drawing, encoding="unicode", with_tail=False)
    png = typst.compile(PAGE, format="png", ppi=144.0, sys_inputs={"svg": markup.replace("viewbox", "viewBox")})
    assert isinstance(png, bytes)
    return read_qr_image(Image.open(io.BytesIO(png)))


def read_qr_image(image: Image.Image) -> str:
    """What the one QR in a picture says."""
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return str(found.text)


def read_qr_of_page(path: Path) -> str:
    """What the one QR in a picture file says."""
    return read_qr_image(Image.open(path))
