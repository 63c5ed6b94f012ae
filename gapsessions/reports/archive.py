"""Makes the archives of office files the same every time: no clock, no order of the day, nothing of a library's."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

STILL = (1980, 1, 1, 0, 0, 0)
"""The only date in an archive."""
CLOCKS = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


def still(data: bytes, day: date) -> bytes:
    """The same archive with noon of ``day`` in place of every clock time, in workbooks inside it too."""
    noon = f"{day.isoformat()}T12:00:00Z".encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = CLOCKS.sub(rb"\g<1>" + noon, part)
            elif name.endswith(".xlsx"):
                part = still(part, day)
            target.writestr(zipfile.ZipInfo(name, STILL), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
