"""An organisation's members, invitations, name and brand: owners change them, every member may look."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gapsessions.accounts import actions
from gapsessions.accounts.access import (
    FACILITATORS,
    OWNERS,
    has_role,
    memberships_of,
    organisation_for,
    organisation_to_own,
    person_of,
)
from gapsessions.accounts.branding import save_brand
from gapsessions.accounts.forms import ROLE_WORDS, InviteForm, OrganisationForm, RoleForm
from gapsessions.accounts.links import PassedOn, passed_on, password_path
from gapsessions.accounts.models import Invitation, Membership, Organisation, Role
from gapsessions.accounts.queries import members_of, open_invitations
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest, object_or_404


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations one belongs to."""
    memberships = memberships_of(person_of(request)).select_related("organisation").order_by("organisation__name")
    return render_page(request, "accounts/organisations.html", {"memberships": memberships})


@require_safe
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Who belongs to the organisation, and who was invited."""
    return _members_page(request, organisation_for(request, code), InviteForm())


@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody; without a mail server the link is shown once, to be passed on."""
    organisation = organisation_to_own(request, code)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _members_page(request, organisation, form)
    made, token = actions.invite(
        organisation=organisation,
        role=Role(form.cleaned_data["role"]),
        email=form.cleaned_data["email"],
        by=person_of(request),
    )
    link = passed_on(request, reverse("invitation", args=[token]))
    if settings.MAIL_WORKS and _mail(made, link):
        messages.success(request, gettext("The invitation is on its way to %(email)s.") % {"email": made.email})
        return redirect("members", code=code)
    return _members_page(request, organisation, InviteForm(), link=link, invited=made)


@require_POST
def withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """End an invitation that was not used yet."""
    organisation = organisation_to_own(request, code)
    actions.withdraw(invitation=object_or_404(organisation.invitations.all(), key=key))
    messages.success(request, gettext("The invitation no longer works."))
    return redirect("members", code=code)


@require_POST
def change_role(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Give a member another role."""
    organisation = organisation_to_own(request, code)
    membership = object_or_404(members_of(organisation), key=member)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.change_role(membership=membership, role=Role(form.cleaned_data["role"]))
            messages.success(request, gettext("%(name)s has another role now.") % {"name": membership.user})
        except actions.LastOwner:
            messages.error(request, _last_owner())
    return redirect("members", code=code)


@require_POST
def deactivate(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Take a member's rights away, with an undo."""
    organisation = organisation_to_own(request, code)
    membership = object_or_404(members_of(organisation), key=member)
    try:
        actions.deactivate(membership=membership)
    except actions.LastOwner:
        messages.error(request, _last_owner())
        return redirect("members", code=code)
    undo = reverse("member-reactivate", args=[code, member])
    messages.success(request, gettext("%(name)s is out.") % {"name": membership.user}, extra_tags=f"undo:{undo}")
    return redirect("members", code=code)


@require_POST
def reactivate(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Give a member the rights back."""
    organisation = organisation_to_own(request, code)
    membership = object_or_404(members_of(organisation), key=member)
    actions.reactivate(membership=membership)
    messages.success(request, gettext("%(name)s is back in.") % {"name": membership.user})
    return redirect("members", code=code)


@require_POST
def password_link(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Show a link with which a member chooses a new password, to be passed on; for a server that sends no letters."""
    organisation = organisation_to_own(request, code)
    membership = object_or_404(members_of(organisation).filter(active=True), key=member)
    try:
        key = actions.password_key_by_owner(membership=membership, owner=person_of(request))
    except actions.NotYoursToReset:
        messages.error(request, _not_yours(membership))
        return redirect("members", code=code)
    link = passed_on(request, password_path(key))
    return _members_page(request, organisation, InviteForm(), link=link, helped=membership)


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest, code: str) -> HttpResponse:
    """Name, colour and logo."""
    organisation = organisation_to_own(request, code)
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        logo = b"" if form.cleaned_data["remove_logo"] else form.logo_png
        typed = form.cleaned_data
        save_brand(organisation=organisation, name=typed["name"], accent=typed["accent"], logo=logo)
        messages.success(request, gettext("Saved. Participants see it from now on."))
        return redirect("organisation-settings", code=code)
    kept = Organisation.objects.get(pk=organisation.pk)
    return render_page(request, "accounts/organisation.html", {"form": form, "organisation": kept})


def _members_page(
    request: HttpRequest,
    organisation: Organisation,
    form: InviteForm,
    *,
    link: PassedOn | None = None,
    invited: Invitation | None = None,
    helped: Membership | None = None,
) -> HttpResponse:
    owns = has_role(person_of(request), organisation, OWNERS)
    context = {
        "organisation": organisation,
        "owns": owns,
        "words": has_role(person_of(request), organisation, FACILITATORS),
        "members": members_of(organisation),
        "invitations": open_invitations(organisation) if owns else [],
        "form": form,
        "roles": [(role.value, words) for role, words in ROLE_WORDS.items()],
        "link": link,
        "invited": invited,
        "helped": helped,
    }
    return render_page(request, "accounts/members.html", context)


def _mail(made: Invitation, link: PassedOn) -> bool:
    words = {"invitation": made, "link": link.address}
    letter = EmailMessage(
        subject=gettext("You are invited to %(organisation)s") % {"organisation": made.organisation.name},
        body=render_to_string("accounts/letters/invitation.txt", words),
        to=[made.email],
    )
    return bool(letter.send(fail_silently=True))


def _not_yours(membership: Membership) -> str:
    said = gettext("%(name)s also belongs to an organisation that you do not own. Ask an owner there for help.")
    return said % {"name": membership.user}


def _last_owner() -> str:
    return gettext("This is the only owner. Make somebody else an owner first.")
