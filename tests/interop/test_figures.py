"""Figures as other programs draw them: librsvg the SVG, Poppler the PDF, against the PNG that Otolith makes."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from studies import DEMO, query

ROOT = Path(__file__).parents[2]
DPI = 150
PX = DPI / 96
MARGIN_PX = 5
# all letters from the one font that Otolith brings, as on a machine that has Arial
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{dir}</dir><cachedir>{cache}</cachedir></fontconfig>"""

pytestmark = pytest.mark.skipif(
    shutil.which("rsvg-convert") is None or shutil.which("pdftoppm") is None,
    reason="rsvg-convert and pdftoppm are not installed (on Debian: apt-get install librsvg2-bin poppler-utils)",
)


def pair_ids():
    return [row["pair_id"] for row in query(DEMO, "SELECT pair_id FROM pairs WHERE state = 'ok' ORDER BY position")]


FIGURES = {
    "one pair": lambda: ["--pair", pair_ids()[-1]],
    "many pairs, dark": lambda: ["--pair", *pair_ids()[:12], "--appearance", "dark", "--map", "along"],
    "groups": lambda: ["--group", "genotype=curl-ventral", "--reference", "genotype=wt"],
}


@pytest.fixture(scope="module", params=FIGURES)
def drawn(request, tmp_path_factory):
    """a figure in its three formats, and as other programs draw two of them"""
    folder = tmp_path_factory.mktemp("figure")
    for kind in ("svg", "pdf", "png"):
        render = [os.environ["OTOLITH_NODE"], ROOT / "bin" / "otolith.mjs", "render", DEMO]
        look = ["--dpi", str(DPI), "--out", folder / f"figure.{kind}"]
        subprocess.run([*render, *FIGURES[request.param](), *look], check=True, capture_output=True)
    config = folder / "fonts.conf"
    fonts = ROOT / "node_modules" / "@expo-google-fonts" / "arimo"
    config.write_text(FONTS.format(dir=fonts, cache=folder / "fonts"))
    env = {**os.environ, "FONTCONFIG_FILE": str(config)}
    svg = ["rsvg-convert", "--dpi-x", str(DPI), "--dpi-y", str(DPI), folder / "figure.svg", "-o", folder / "svg.png"]
    subprocess.run(svg, check=True, env=env)
    pdf = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", folder / "figure.pdf", folder / "pdf"]
    subprocess.run(pdf, check=True)
    return folder


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.int16)


def same_size(a, b):
    """sizes are rounded up or down by a pixel"""
    height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
    assert abs(a.shape[0] - b.shape[0]) <= 1 and abs(a.shape[1] - b.shape[1]) <= 1
    return a[:height, :width], b[:height, :width]


@pytest.mark.parametrize("other", ["svg.png", "pdf.png"])
def test_looks_the_same(drawn, other):
    ours, theirs = same_size(pixels(drawn / "figure.png"), pixels(drawn / other))
    difference = np.abs(ours - theirs).max(axis=2)
    print(f"{other}: {difference.mean() / 255:.3%} on average, {(difference > 64).mean():.3%} of the pixels by a quarter")
    assert difference.mean() / 255 < 0.02
    assert (difference > 64).mean() < 0.02


@pytest.mark.parametrize("other", ["figure.png", "svg.png", "pdf.png"])
def test_nothing_is_cropped(drawn, other):
    image = pixels(drawn / other)
    margin = round(MARGIN_PX * PX)
    background = image[0, 0]
    for edge in (image[:margin], image[-margin:], image[:, :margin], image[:, -margin:]):
        assert np.abs(edge - background).max() <= 2


@pytest.mark.parametrize("other", ["svg.png", "pdf.png"])
def test_every_text_is_there(drawn, other):
    ours, theirs = same_size(pixels(drawn / "figure.png"), pixels(drawn / other))
    texts = list(ElementTree.parse(drawn / "figure.svg").iter("{http://www.w3.org/2000/svg}text"))
    assert len(texts) > 8
    for text in texts:
        box = text_box(text)
        ink, theirs_ink = ink_in(ours, box), ink_in(theirs, box)
        assert ink > 0, text.text
        assert 0.6 < theirs_ink / ink < 1.7, (text.text, ink, theirs_ink)


def text_box(text):
    x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
    width = 0.45 * size * len(text.text)
    left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
    top, bottom = y - 0.8 * size, y + 0.25 * size
    return [round(value * PX) for value in (top, bottom, left, left + width)]


def ink_in(image, box):
    top, bottom, left, right = box
    return np.abs(image[top:bottom, left:right] - image[0, 0]).max(axis=2).sum()


def test_the_files_say_what_they_were_made_of(drawn):
    png = Image.open(drawn / "figure.png")
    assert '"software":"Otolith' in png.text["Provenance"]
    assert round(png.info["dpi"][0]) == DPI
    info = subprocess.run(["pdfinfo", drawn / "figure.pdf"], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Keywords: .*software.*Otolith", info)
    assert "Arimo" in subprocess.run(["pdffonts", drawn / "figure.pdf"], check=True, capture_output=True, text=True).stdout
