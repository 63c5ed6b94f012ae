"""Following an invitation, and one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from gapsessions.accounts import actions, guesses
from gapsessions.accounts.access import memberships_of, person_of
from gapsessions.accounts.forms import FirstOwnerForm, NameForm, NewPersonForm
from gapsessions.accounts.models import Invitation, Membership, Organisation, User
from gapsessions.accounts.queries import invitation_by_token
from gapsessions.web.limits import MissBudget, address_key
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_ADDRESSES = MissBudget("address-of-another-account", allowed=10, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's name, password, second step, and where one belongs."""
    person = person_of(request)
    form = NameForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your name is saved."))
        return redirect("account")
    memberships = memberships_of(person).select_related("organisation").order_by("organisation__name")
    return render_page(request, "accounts/account.html", {"form": form, "memberships": memberships})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody in who holds a link: as the person who is signed in, or as a new one."""
    found = invitation_by_token(token).first()
    if found is None:
        raise Http404
    if isinstance(request.user, User):
        return _join_as(request, found, request.user)
    first = found.for_first_owner
    form = (FirstOwnerForm if first else NewPersonForm)(request.POST or None, email=found.email)
    if first and "organisation" not in form.initial:
        form.initial["organisation"] = "" if found.organisation.name == "Our organisation" else found.organisation.name
    if request.method == "POST" and form.is_valid():
        joined = _join_as_new(request, found, form)
        if joined is not None:
            return joined
    return render_page(request, "accounts/invitation.html", {"form": form, "invitation": found, "first": first})


def _join_as(request: HttpRequest, found: Invitation, person: User) -> HttpResponse:
    """The invited person has an account already and is signed in; an invitation for another address is not theirs."""
    fits = not found.email or found.email == person.email
    if request.method == "POST" and fits:
        membership = actions.accept(invitation=found, user=person)
        return _welcome(request, membership)
    return render_page(request, "accounts/invitation_join.html", {"invitation": found, "fits": fits})


def _join_as_new(request: HttpRequest, found: Invitation, form: NewPersonForm) -> HttpResponse | None:
    key = address_key(str(request.META.get("REMOTE_ADDR", "")))
    taken = gettext("This address cannot be used here. If you have an account, sign in first and open the link again.")
    if _ADDRESSES.spent(key):
        form.add_error("email", taken)
        return None
    typed = form.cleaned_data
    try:
        user = actions.accept_as_new_person(
            invitation=found, email=typed["email"], name=typed["name"], password=typed["password"]
        )
    except actions.AddressIsTaken:
        _ADDRESSES.miss(key)
        form.add_error("email", taken)
        return None
    if typed.get("organisation"):
        Organisation.objects.filter(pk=found.organisation_id).update(name=typed["organisation"])
    login(request, user, backend=BACKEND)
    response = _welcome(request, Membership.objects.get(user=user, organisation=found.organisation_id))
    guesses.remember_browser(response, user, secure=settings.SESSION_COOKIE_SECURE)
    return response


def _welcome(request: HttpRequest, membership: Membership) -> HttpResponseRedirect:
    name = membership.organisation.name
    messages.success(request, gettext("Welcome. You now work with %(organisation)s.") % {"organisation": name})
    return HttpResponseRedirect(reverse(settings.LOGIN_REDIRECT_URL))
