"""What people type about themselves and their organisation, and what is wrong with it in a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from gapsessions.accounts.branding import LogoIsRefused, colour_problem, redrawn
from gapsessions.accounts.models import Organisation, Role, User

ROLE_WORDS = {
    Role.OWNER: gettext_lazy("Owner: also lets people in and out"),
    Role.FACILITATOR: gettext_lazy("Facilitator: runs sessions"),
    Role.VIEWER: gettext_lazy("Viewer: reads everything, changes nothing"),
}


class NewPersonForm(forms.Form):
    """Somebody who was invited makes an account."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters; a short sentence is good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if email:  # the invitation is for this address, whatever is sent
            self.fields["email"].disabled = True
            self.initial["email"] = email

    def clean(self) -> dict[str, Any]:
        """Look at the password beside the name and address it should not repeat."""
        found = super().clean() or {}
        if "password" in found:
            try:
                validate_password(found["password"], User(email=found.get("email", ""), name=found.get("name", "")))
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return found


class FirstOwnerForm(NewPersonForm):
    """The first owner of a machine also names the organisation."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=120,
        help_text=gettext_lazy("The name your customers know it by; participants see it. You can change it later."),
    )
    field_order = ("organisation", "name", "email", "password")


class InviteForm(forms.Form):
    """Whom to let in, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=gettext_lazy("May do"),
        choices=[(role.value, words) for role, words in ROLE_WORDS.items()],
        initial=Role.FACILITATOR.value,
    )


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(choices=[(role.value, words) for role, words in ROLE_WORDS.items()])


class NameForm(forms.ModelForm[User]):
    """One's own name, as colleagues see it."""

    class Meta:
        """The person's name alone."""

        model = User
        fields = ("name",)
        labels = {"name": gettext_lazy("Your name")}  # noqa: RUF012


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation's name and brand; `logo_png` holds the redrawn logo after `is_valid`."""

    logo_file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 2 MB. Shown up to 48 pixels high on white and on black."),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Show the name instead of the logo"), required=False)

    class Meta:
        """Name and colour; the logo is handled by itself."""

        model = Organisation
        fields = ("name", "accent")
        labels = {  # noqa: RUF012
            "name": gettext_lazy("Name"),
            "accent": gettext_lazy("Colour of buttons"),
        }
        help_texts = {  # noqa: RUF012
            "accent": gettext_lazy("As # and six characters, such as #0b5c4a. White words must be readable on it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logo_png: bytes | None = None

    def clean_accent(self) -> str:
        """Refuse what is no colour, and a colour too pale for white words."""
        accent = str(self.cleaned_data["accent"]).strip().lower()
        if problem := colour_problem(accent):
            raise forms.ValidationError(problem)
        return accent

    def clean_logo_file(self) -> UploadedFile | None:
        """Draw the logo anew, so that nothing of the uploaded file itself is ever served."""
        upload: UploadedFile | None = self.cleaned_data.get("logo_file")
        if upload is not None:
            try:
                self.logo_png = redrawn(upload)
            except LogoIsRefused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return upload
