"""Addresses of people and organisations; of the library behind signing in, only the pages named here exist."""

from __future__ import annotations

from django.urls import path, re_path

from gapsessions.accounts.views import brand, organisations, people, reading_words, signing_in

# The names are the library's: it looks its own pages up by them.
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/code/", signing_in.second_step, name="mfa_authenticate"),
    path("sign-in/closed/", signing_in.no_longer_active, name="account_inactive"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("password/", signing_in.forgotten, name="account_reset_password"),
    path("password/sent/", signing_in.forgotten_sent, name="account_reset_password_done"),
    path("password/chosen/", signing_in.password_chosen, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        signing_in.choose_password,
        name="account_reset_password_from_key",
    ),
    path("account/", people.account, name="account"),
    path("account/password/", signing_in.change_password, name="account_change_password"),
    path("account/confirm/", signing_in.confirm_password, name="account_reauthenticate"),
    path("account/confirm-code/", signing_in.confirm_code, name="mfa_reauthenticate"),
    path("account/two-steps/", signing_in.two_steps, name="mfa_index"),
    path("account/two-steps/on/", signing_in.two_steps_on, name="mfa_activate_totp"),
    path("account/two-steps/off/", signing_in.two_steps_off, name="mfa_deactivate_totp"),
    path("account/spare-codes/", signing_in.spare_codes, name="mfa_view_recovery_codes"),
    path("account/spare-codes/new/", signing_in.new_spare_codes, name="mfa_generate_recovery_codes"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:code>/", organisations.members, name="members"),
    path("organisations/<str:code>/settings/", organisations.settings_page, name="organisation-settings"),
    path("organisations/<str:code>/words/", reading_words.words_page, name="organisation-words"),
    path("organisations/<str:code>/invite/", organisations.invite, name="member-invite"),
    path(
        "organisations/<str:code>/invitations/<str:key>/withdraw/", organisations.withdraw, name="invitation-withdraw"
    ),
    path("organisations/<str:code>/members/<str:member>/role/", organisations.change_role, name="member-role"),
    path("organisations/<str:code>/members/<str:member>/out/", organisations.deactivate, name="member-deactivate"),
    path("organisations/<str:code>/members/<str:member>/in/", organisations.reactivate, name="member-reactivate"),
    path(
        "organisations/<str:code>/members/<str:member>/password/", organisations.password_link, name="member-password"
    ),
    path("brand/<str:code>-<int:version>.css", brand.colours, name="brand-colours"),
    path("brand/<str:code>-<int:version>/logo.png", brand.logo, name="brand-logo"),
]
