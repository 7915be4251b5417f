"""Writes figures: the same drawing gives the same bytes, in every process and on every day.

Promises: an SVG has no date, ids that follow from what is drawn, and its text alternative in its root; text
stays text; a PNG has no date and no name of a program's version.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib.axes import Axes

from corrstats.errors import CorrstatsError
from corrstats.plots.style import describe_figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

# Known from: the salt makes the ids of clip paths the same in each process; text is kept as text
_SVG_SETTINGS = {"svg.hashsalt": "corrstats", "svg.fonttype": "none"}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_PNG_DPI = 200
# Where the font is missing, one of the same widths
_FONT = ("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")

# '<svg height="1pt"', one group; 'id="axes_1"', 'url(#p12ab)', 'href="#m34"': before the id, the id
_ROOT = re.compile(r"<svg\b")
_ID = re.compile(r"(\bid=\"|\burl\(#|\bhref=\"#)([^\")]+)")


def to_svg(figure: Figure) -> str:
    """Give a figure as SVG, without the XML declaration, as it may stand in a page."""
    text = io.StringIO()
    with mpl.rc_context(_SVG_SETTINGS):  # type: ignore[arg-type]  # names as strings
        figure.savefig(text, format="svg", metadata=_NO_METADATA)
    drawn = text.getvalue().replace(*_FONT)
    return _name_ids(_describe(drawn[drawn.index("<svg") :], describe_figure(figure)))


def to_png(figure: Figure) -> bytes:
    """Give a figure as PNG, fine enough for print, with its text alternative in its metadata."""
    data = io.BytesIO()
    metadata = {"Software": None, "Description": describe_figure(figure)}
    figure.savefig(data, format="png", dpi=_PNG_DPI, metadata=metadata)
    return data.getvalue()


def save_figure(drawing: Axes | Figure, path: Path) -> None:
    """Write a figure, or the figure of some axes, to a file that ends in .svg or .png."""
    figure = drawing.get_figure(root=True) if isinstance(drawing, Axes) else drawing
    if figure is None:
        raise CorrstatsError("these axes belong to no figure")
    if path.suffix == ".svg":
        declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
        path.write_text(declaration + to_svg(figure), encoding="utf-8", newline="\n")
    elif path.suffix == ".png":
        path.write_bytes(to_png(figure))
    else:
        raise CorrstatsError("figures are written as .svg or .png", advice="choose one", file=str(path))


def _describe(svg: str, description: str) -> str:
    """Put the text alternative where screen readers look; not as an image, since its points are links."""
    return _ROOT.sub(
        lambda _: f'<svg role="graphics-document" aria-label={quoteattr(description)}', svg, count=1
    )


def _name_ids(svg: str) -> str:
    """Begin all ids with a name that follows from the drawing, so that several may stand in one page."""
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    return _ID.sub(rf"\g<1>{prefix}-\g<2>", svg)
