"""Chooses the bundled fonts a report needs: the script of the answers decides, so that nothing else is loaded."""

from __future__ import annotations

from dataclasses import dataclass

SANS, SERIF, EMOJI_FAMILY = "Report Sans", "Report Serif", "Report Emoji"
INTER, SOURCE_SERIF = "vendor/inter-5.3.0/inter", "vendor/source-serif-4-5.3.1/source-serif-4"
EMOJI = "vendor/noto-emoji-5.3.2/noto-emoji-emoji-400-normal.woff2"

Ranges = tuple[tuple[int, int], ...]

SUBSETS: dict[str, Ranges] = {
    "latin-ext": (
        (0x100, 0x130),
        (0x132, 0x151),
        (0x154, 0x2BA),
        (0x2BD, 0x2C5),
        (0x2C7, 0x2CC),
        (0x2CE, 0x2D7),
        (0x1D00, 0x1DBF),
        (0x1E00, 0x1E9F),
        (0x1EF2, 0x1EFF),
        (0x2020, 0x2020),
        (0x20A0, 0x20AB),
        (0x20AD, 0x20C0),
        (0x2113, 0x2113),
        (0x2C60, 0x2C7F),
        (0xA720, 0xA7FF),
    ),
    "cyrillic": ((0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x2116, 0x2116)),
    "cyrillic-ext": ((0x460, 0x48F), (0x492, 0x4AF), (0x4B2, 0x52F), (0x1C80, 0x1C8A), (0x2DE0, 0x2DFF)),
    "greek": ((0x370, 0x3FF),),
    "vietnamese": ((0x102, 0x103), (0x110, 0x111), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x309), (0x1EA0, 0x1EF9)),
}
EMOJI_RANGES: Ranges = (
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x20E3, 0x20E3),
    (0x2139, 0x2139),
    (0x2194, 0x21AA),
    (0x231A, 0x23FF),
    (0x24C2, 0x24C2),
    (0x25AA, 0x27BF),
    (0x2934, 0x2935),
    (0x2B05, 0x2B55),
    (0x3030, 0x303D),
    (0x1F000, 0x1FAFF),
)


@dataclass(frozen=True, slots=True)
class FontSheet:
    """A style sheet that declares the fonts; it holds no word of the report."""

    css: str
    files: tuple[str, ...]


def fonts_for(text: str) -> FontSheet:
    """The latin faces always, other scripts and emoji where the text uses them.

    Every subset is a family of its own, named in order, so that the text engine falls from one to the next and
    at last to what the system has (Noto for scripts that are not bundled).
    """
    codes = {ord(character) for character in set(text)}
    subsets = [name for name, ranges in SUBSETS.items() if _uses(codes, ranges)]
    faces = [
        _face(SANS, f"{INTER}-latin-wght-normal.woff2", "normal"),
        _face(SERIF, f"{SOURCE_SERIF}-latin-opsz-normal.woff2", "normal"),
        _face(SERIF, f"{SOURCE_SERIF}-latin-opsz-italic.woff2", "italic"),
    ]
    for name in subsets:
        faces.append(_face(f"{SANS} {name}", f"{INTER}-{name}-wght-normal.woff2", "normal"))
        faces.append(_face(f"{SERIF} {name}", f"{SOURCE_SERIF}-{name}-wght-normal.woff2", "normal"))
        faces.append(_face(f"{SERIF} {name}", f"{SOURCE_SERIF}-{name}-wght-italic.woff2", "italic"))
    tail = ""
    if _uses(codes, EMOJI_RANGES):
        # Where the system has emoji of its own the engine prefers them; this is for where it has none.
        faces.append(_face(EMOJI_FAMILY, EMOJI, "normal"))
        tail = f', "{EMOJI_FAMILY}"'
    sans = ", ".join(f'"{name}"' for name in (SANS, *(f"{SANS} {subset}" for subset in subsets)))
    serif = ", ".join(f'"{name}"' for name in (SERIF, *(f"{SERIF} {subset}" for subset in subsets)))
    root = f":root {{ --report-sans: {sans}{tail}, sans-serif; --report-serif: {serif}{tail}, serif; }}"
    return FontSheet("\n".join([*(css for css, _file in faces), root]), tuple(file for _css, file in faces))


def _uses(codes: set[int], ranges: Ranges) -> bool:
    return any(low <= code <= high for code in codes for low, high in ranges)


def _face(family: str, file: str, style: str) -> tuple[str, str]:
    weights = "" if family == EMOJI_FAMILY else " font-weight: 200 900;"
    return (
        f'@font-face {{ font-family: "{family}"; src: url("static:{file}") format("woff2");'
        f" font-style: {style};{weights} }}",
        file,
    )
