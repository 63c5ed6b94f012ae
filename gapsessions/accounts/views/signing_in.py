"""What of django-allauth is let in, each page in our own words: signing in and out, passwords, the second step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account import views as library
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from gapsessions.accounts.access import person_of
from gapsessions.web.requests import HttpRequest

View = Callable[..., HttpResponseBase]
_SHOW, _SHOW_AND_SEND = require_safe, require_http_methods(["GET", "HEAD", "POST"])


def _methods(view: type[Any]) -> Callable[[View], View]:
    return _SHOW_AND_SEND if hasattr(view, "post") else _SHOW


def _for_everybody(view: type[Any], template: str, **told: Any) -> View:
    """Let a page of the library in under our template, for whoever comes."""
    return cast(View, _methods(view)(view.as_view(template_name=template, extra_context=told or None)))


def _for_members(view: type[Any], template: str) -> View:
    """The same for people who are signed in; to all others the page does not exist."""
    page = view.as_view(template_name=template)

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person_of(request)
        return cast(HttpResponse, page(request, *args, **kwargs))

    return cast(View, _methods(view)(guarded))


sign_in = _for_everybody(library.LoginView, "accounts/sign_in.html")
sign_out = _for_members(library.LogoutView, "accounts/sign_out.html")
second_step = _for_everybody(mfa.AuthenticateView, "accounts/second_step.html")
no_longer_active = _for_everybody(library.AccountInactiveView, "accounts/inactive.html")

forgotten = _for_everybody(library.PasswordResetView, "accounts/forgotten.html", mail_works=settings.MAIL_WORKS)
forgotten_sent = _for_everybody(library.PasswordResetDoneView, "accounts/forgotten_sent.html")
choose_password = _for_everybody(library.PasswordResetFromKeyView, "accounts/choose_password.html")
password_chosen = _for_everybody(library.PasswordResetFromKeyDoneView, "accounts/password_chosen.html")

change_password = _for_members(library.PasswordChangeView, "accounts/change_password.html")
confirm_password = _for_members(library.ReauthenticateView, "accounts/confirm_password.html")
confirm_code = _for_members(mfa.ReauthenticateView, "accounts/confirm_code.html")
two_steps = _for_members(mfa.IndexView, "accounts/two_steps.html")
two_steps_on = _for_members(totp.ActivateTOTPView, "accounts/two_steps_on.html")
two_steps_off = _for_members(totp.DeactivateTOTPView, "accounts/two_steps_off.html")
spare_codes = _for_members(codes.ViewRecoveryCodesView, "accounts/spare_codes.html")
new_spare_codes = _for_members(codes.GenerateRecoveryCodesView, "accounts/new_spare_codes.html")
