"""What somebody wants to see of the comparison, from the address and back into one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from gapsessions.method.findings import Family
from gapsessions.method.vocabulary import Question

LONGEST_CODE = 16


@dataclass(frozen=True, slots=True)
class Wishes:
    """Filters that hold from page to page (family, only, part), and what of the page is opened."""

    family: str = ""
    only: str = ""
    """The one question that is shown."""
    part: str = ""
    """Code of the segment or gathering that is shown in place of its perspective."""
    all: str = ""
    """The question of which all themes are shown, page by page."""
    page: str = ""
    theme: str = ""
    """Code of the theme that is opened, and the question it is opened under."""
    question: str = ""
    notes: str = ""
    """"all" where as many of its notes as possible are wanted."""

    def query(self) -> str:
        """As the end of an address, without "?"."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def keep(self, **changed: str) -> str:
        """The filters alone, as the beginning of a query: "", or one that ends in "&"."""
        filters = replace(Wishes(self.family, self.only, self.part), **changed).query()
        return f"{filters}&" if filters else ""


def wishes_of(asked: QueryDict) -> Wishes:
    """Read an address; what is not known is left out."""
    known = {"family": set(Family), "only": set(Question), "all": set(Question), "question": set(Question)}
    found = {name: value if (value := asked.get(name, "")) in words else "" for name, words in known.items()}
    codes = {name: asked.get(name, "") for name in ("theme", "part")}
    found |= {name: code if len(code) <= LONGEST_CODE and code.isascii() else "" for name, code in codes.items()}
    found["notes"] = "all" if asked.get("notes") == "all" else ""
    page = asked.get("page", "")[:4]
    return Wishes(**found, page=page if page.isascii() and page.isdecimal() else "")
