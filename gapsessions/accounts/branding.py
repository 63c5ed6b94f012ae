"""The organisation's face: a colour that white words can be read on, and a logo that we have drawn ourselves."""

from __future__ import annotations

import re
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from gapsessions.accounts.models import Organisation

LARGEST_UPLOAD = 2_000_000
MOST_PIXELS = 16_000_000
LOGO_BOX = (480, 160)
"""Width and height in pixels that a logo is fitted into: sharp at twice the size it is shown."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, between the colour and the white words on it."""
_HEX = re.compile(r"#[0-9a-f]{6}")


class LogoIsRefused(Exception):
    """The picture cannot be used; the message says why, for the person who chose it."""


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 (black) to 1 (white); formula of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of #rrggbb and white, 1 to 21."""
    return 1.05 / (luminance(colour) + 0.05)


def colour_problem(colour: str) -> str:
    """Say what is wrong with a colour, in lower case; "" where nothing is, and for none at all."""
    if not colour:
        return ""
    if not _HEX.fullmatch(colour):
        return gettext("A colour looks like #0b5c4a: # and six characters from 0-9 and a-f.")
    ratio = contrast_with_white(colour)
    if ratio < LEAST_CONTRAST:
        return gettext(
            "This colour is too pale: white words on it have a contrast of %(ratio).1f, and 4.5 is needed. "
            "Choose a darker shade of it, such as %(darker)s."
        ) % {"ratio": ratio, "darker": darkened(colour)}
    return ""


def darkened(colour: str) -> str:
    """Return the lightest shade of a colour, in steps of 2 %, on which white words can be read."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for percent in range(98, -1, -2):
        shade = "#" + "".join(f"{part * percent // 100:02x}" for part in parts)
        if contrast_with_white(shade) >= LEAST_CONTRAST:
            return shade
    return "#000000"


def redrawn(upload: UploadedFile) -> bytes:
    """Return a PNG of an uploaded PNG, JPEG or WebP, fitted into LOGO_BOX. Raises LogoIsRefused.

    Only decoded pixels go on: no metadata, no second picture, no script survives. SVG is no picture in this sense.
    """
    # Pillow comes with WeasyPrint; only the worker and this one form need it.
    from PIL import Image, ImageFile, UnidentifiedImageError

    if (upload.size or 0) > LARGEST_UPLOAD:
        raise LogoIsRefused(gettext("This file is larger than 2 MB. Save the logo in a smaller size."))
    # The PDF engine, once it is loaded, lets half a picture pass for everybody in the process.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(upload, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoIsRefused(gettext("This picture has too many pixels. 480 by 160 are enough."))
            drawn = picture.convert("RGBA")
    except UnidentifiedImageError:
        raise LogoIsRefused(gettext("This is not a PNG, JPEG or WebP picture. SVG is not taken.")) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise LogoIsRefused(gettext("This picture is damaged. Save it again as PNG.")) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    drawn.thumbnail(LOGO_BOX)
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def save_brand(*, organisation: Organisation, name: str, accent: str, logo: bytes | None) -> None:
    """Keep name, colour and logo (None: as it is, b"": none) under a new version."""
    changed = Organisation.objects.filter(pk=organisation.pk)
    changed.update(name=name, accent=accent, brand_version=F("brand_version") + 1)
    if logo is not None:
        changed.update(logo=logo)


def stylesheet(organisation: Organisation) -> str:
    """The organisation's colours as CSS custom properties: no page carries a style of its own.

    The colour was checked when it was chosen; whatever else stands in the database is not put into a stylesheet.
    """
    if not _HEX.fullmatch(organisation.accent):
        return ""
    return f"@layer tokens {{ :root {{ --brand: {organisation.accent}; --on-brand: #ffffff; }} }}\n"
