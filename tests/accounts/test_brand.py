"""The brand: colours one can read on, logos drawn anew, and addresses that browsers may keep."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from gapsessions.accounts.branding import (
    LOGO_BOX,
    LogoIsRefused,
    colour_problem,
    contrast_with_white,
    darkened,
    redrawn,
    stylesheet,
)
from gapsessions.accounts.models import Organisation
from tests.factories.people import browser_of


def picture(kind="PNG", size=(960, 200), **told):
    out = BytesIO()
    Image.new("RGB", size, "#0b5c4a").save(out, kind, **told)
    return SimpleUploadedFile("logo", out.getvalue())


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#0000ff", 8.59), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_wcag(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)


def test_pale_colour_is_refused_with_a_darker_one():
    sentence = colour_problem("#ffcc00")
    assert "too pale" in sentence
    assert darkened("#ffcc00") in sentence
    assert contrast_with_white(darkened("#ffcc00")) >= 4.5


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#0b5c4a; } body { display: none"])
def test_what_is_no_colour_is_refused(colour):
    assert colour_problem(colour).startswith("A colour looks like")
    assert stylesheet(Organisation(accent=colour)) == ""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_logo_is_drawn_anew_within_its_box(kind):
    with Image.open(BytesIO(redrawn(picture(kind)))) as logo:
        assert logo.format == "PNG"
        assert logo.size == (480, 100)
        assert logo.width <= LOGO_BOX[0]


def test_nothing_but_pixels_survives():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Ruth Adeyemi")
    assert b"Ruth Adeyemi" in picture(pnginfo=note).read()
    assert b"Ruth Adeyemi" not in redrawn(picture(pnginfo=note))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG is not taken"),
        (b"GIF89a" + bytes(100), "not a PNG"),
        (b"", "not a PNG"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_other_files_are_refused_in_a_sentence(content, said):
    with pytest.raises(LogoIsRefused, match=said):
        redrawn(SimpleUploadedFile("logo.png", content))


@pytest.mark.parametrize("pdf_engine_is_loaded", [False, True])
def test_damaged_picture_is_refused(monkeypatch, pdf_engine_is_loaded):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", pdf_engine_is_loaded)
    whole = picture().read()
    with pytest.raises(LogoIsRefused, match="damaged"):
        redrawn(SimpleUploadedFile("logo.png", whole[: len(whole) // 2]))


def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(LogoIsRefused, match="too many pixels"):
        redrawn(picture(size=(5000, 4000)))


@pytest.mark.django_db
def test_saved_brand_is_served_under_a_new_address(olga, organisation, client):
    browser = browser_of(olga)
    sent = {"name": "Brightwater", "accent": "#0B5C4A", "logo_file": picture()}
    assert browser.post(f"/organisations/{organisation.code}/settings/", sent).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.accent, organisation.brand_version) == ("Brightwater", "#0b5c4a", 2)
    css = client.get(f"/brand/{organisation.code}-2.css")
    assert "--brand: #0b5c4a" in css.content.decode()
    assert "immutable" in css.headers["Cache-Control"]
    logo = client.get(f"/brand/{organisation.code}-2/logo.png")
    assert logo.headers["Content-Type"] == "image/png"
    assert logo.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/brand/{organisation.code}-1.css").status_code == 404


@pytest.mark.django_db
def test_refused_brand_changes_nothing(olga, organisation):
    sent = {"name": "Brightwater", "accent": "#ffcc00"}
    page = browser_of(olga).post(f"/organisations/{organisation.code}/settings/", sent)
    assert "too pale" in page.content.decode()
    assert Organisation.objects.get(pk=organisation.pk).name == organisation.name


@pytest.mark.django_db
def test_logo_is_kept_until_it_is_taken_away(olga, organisation):
    browser, path = browser_of(olga), f"/organisations/{organisation.code}/settings/"
    browser.post(path, {"name": "Brightwater", "logo_file": picture()})
    browser.post(path, {"name": "Brightwater Clinics"})
    assert Organisation.objects.get(pk=organisation.pk).logo
    browser.post(path, {"name": "Brightwater Clinics", "remove_logo": "on"})
    assert not Organisation.objects.get(pk=organisation.pk).logo
