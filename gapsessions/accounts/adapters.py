"""Where django-allauth asks us: who may sign in, how guessing ends, which letters go out, and what a QR looks like."""

from __future__ import annotations

import threading
from typing import Any, cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gapsessions.accounts import guesses
from gapsessions.accounts.actions import listener_of
from gapsessions.accounts.models import User
from gapsessions.live.channels import revoke
from gapsessions.web.limits import address_key


class SignIn(DefaultAccountAdapter):
    """Sign-in by e-mail address and password, for people who were invited."""

    # The library's words where they are ours too; the rest are replaced.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The address or the password is not right."),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords from here. Wait ten minutes, then try again."
        ),
        "incorrect_password": gettext_lazy("That is not your password."),
        "enter_current_password": gettext_lazy("That is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: owners invite."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What counts as one address; whom to believe about it was settled at the entrance."""
        return address_key(str(request.META.get("REMOTE_ADDR", "")))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at where too many were wrong."""
        if guesses.too_many(request, str(credentials.get("email", ""))):
            raise cast(ValidationError, self.validation_error("too_many_login_attempts"))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password."""
        guesses.count_wrong(request, str(credentials.get("email", "")))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Ask for the password again, within the same budget."""
        person = cast(User, user)
        return self.authenticate(self.request, email=person.email, password=password) is not None

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **told: Any) -> HttpResponse:
        """Remember the browser, so that strangers' mistakes do not count against it."""
        response = super().post_login(request, user, **told)
        guesses.remember_browser(response, cast(User, user), secure=settings.SESSION_COOKIE_SECURE)
        return response

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password ends what is signed in elsewhere, and what listens there: nothing asks again while it does."""
        super().set_password(user, password)
        revoke(listener_of(cast(User, user).pk))

    def logout(self, request: HttpRequest) -> None:
        """Whoever signs out leaves no page listening; the person's other browsers come back by themselves."""
        if isinstance(request.user, User):
            revoke(listener_of(request.user.pk))
        super().logout(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages say what has happened where it happened."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a letter; never built from what the browser claims the host to be."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter beside the request: how long it takes would tell whether the address is known."""
        if not settings.MAIL_WORKS:
            return
        address = {"address": settings.PUBLIC_URL, "email": email}
        letter = self.render_mail(template_prefix, email, context | address)
        threading.Thread(target=_send, args=(letter,), name="letter", daemon=True).start()


def _send(letter: EmailMessage) -> None:
    letter.send(fail_silently=True)


class TwoSteps(DefaultMFAAdapter):
    """The second step: a code from an authenticator app."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code is not right, or it has run out. Try the one shown now."),
    }

    def get_totp_issuer(self) -> str:
        """What the app shows above the code."""
        return gettext("Gap Sessions")

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the app shows below the code; cut, so that every QR code has the same size."""
        return cast(User, user).email[:60]

    def build_totp_svg(self, url: str) -> str:
        """The outline of the QR code, for the `d` of a path in a box of 65 by 65.

        Our pages may not show a picture that stands in the page itself, which is what the library would give.
        """
        rows = segno.make(url, version=10, error="m", boost_error=False).matrix
        return "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows, 4) for x, dark in enumerate(row, 4) if dark)
