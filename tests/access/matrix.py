"""Who may do what at which address: one row for every URL; a URL without a row fails the build.

A role that is not named in a row gets the same 404 as for an address that does not exist; a method that is not named
gets 405, whoever asks.

Paths name what tests/access/test_roles.py puts into the database: the session MATRIXSESSN of Fay's organisation
MATRIXORGAN, in it the closed gathering MATRIXGATHR with the table MATRIXTABLE, the open gathering MATRIXOPEN1 with the
tables MATRIXTABL2 and MATRIXTABL3, and Vera's membership MATRIXVERAM. A step that needs more adds it there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = (
    "nobody",
    "participant",
    "participant of another breakout",
    "participant of another session",
    "facilitator",
    "facilitator elsewhere",
    "link holder",
    "deactivated",
    "owner",
    "viewer",
    "taken out",
)
EVERYBODY = frozenset(ROLES)
OWNERS = frozenset({"owner"})
FACILITATOR = frozenset({"facilitator"})
"""The facilitator whose own file the matrix names."""
FACILITATORS = OWNERS | FACILITATOR
READERS = FACILITATORS | {"viewer"}
SIGNED_IN = READERS | {"facilitator elsewhere", "taken out"}

SEATED = frozenset({"participant", "participant of another breakout"})
"""Phones with a seat in the open gathering MATRIXOPEN1, code BCDFGJ: at the table MATRIXTABL2, and at another."""
HELPER = frozenset({"link holder"})

READ = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
BOTH = READ | POST


@dataclass(frozen=True)
class Row:
    """What one address lets happen, and whom.

    `get` and `post` are what an allowed role is answered (POST is tried with an empty form); `instead` names roles
    that are answered otherwise, such as a signed-in person who is led on from the sign-in page.
    """

    path: str
    methods: frozenset[str] = READ
    roles: frozenset[str] = EVERYBODY
    get: int = 200
    post: int = 200
    instead: dict[str, int] = field(default_factory=dict)


def led_on(roles: frozenset[str]) -> dict[str, int]:
    """Roles that are redirected."""
    return dict.fromkeys(roles, 302)


SHEET = "5eee75ee-0000-4000-8000-000000000001"
"""The sheet of the table MATRIXTABLE."""

NOTE, PREDICTION = (f"5eee75ee-0000-4000-8000-00000000000{number}" for number in (2, 3))
"""A note on that sheet, and a prediction of its gathering."""
QUOTE = f"/s/MATRIXSESSN/compare/quotes/{NOTE}/"

ROOM = "/s/MATRIXSESSN/g/MATRIXGATHR/room/"

ROWS: dict[str, Row] = {
    "front-page": Row("/", instead=led_on(SIGNED_IN)),
    "alive": Row("/healthz"),
    "ready": Row("/readyz"),
    "styleguide": Row("/styleguide/", READ, frozenset()),
    # people and organisations
    "account_login": Row("/sign-in/", BOTH, instead=led_on(SIGNED_IN)),
    "mfa_authenticate": Row("/sign-in/code/", BOTH, get=302, post=302),
    "account_inactive": Row("/sign-in/closed/"),
    "account_logout": Row("/sign-out/", BOTH, SIGNED_IN, post=302),
    "account_reset_password": Row("/password/", BOTH),
    "account_reset_password_done": Row("/password/sent/"),
    "account_reset_password_from_key": Row("/password/1-nothing/", BOTH),
    "account_reset_password_from_key_done": Row("/password/chosen/"),
    "account": Row("/account/", BOTH, SIGNED_IN),
    "account_change_password": Row("/account/password/", BOTH, SIGNED_IN),
    "account_reauthenticate": Row("/account/confirm/", BOTH, SIGNED_IN),
    "mfa_reauthenticate": Row("/account/confirm-code/", BOTH, SIGNED_IN, get=302, post=302),
    "mfa_index": Row("/account/two-steps/", READ, SIGNED_IN),
    "mfa_activate_totp": Row("/account/two-steps/on/", BOTH, SIGNED_IN, get=302, post=302),
    "mfa_deactivate_totp": Row("/account/two-steps/off/", BOTH, frozenset()),
    "mfa_view_recovery_codes": Row("/account/spare-codes/", READ, frozenset()),
    "mfa_generate_recovery_codes": Row("/account/spare-codes/new/", BOTH, SIGNED_IN, get=302, post=302),
    "invitation": Row("/invitation/nothing/", BOTH, frozenset()),
    "organisations": Row("/organisations/", READ, SIGNED_IN),
    "members": Row("/organisations/MATRIXORGAN/", READ, READERS),
    "organisation-settings": Row("/organisations/MATRIXORGAN/settings/", BOTH, OWNERS),
    "organisation-words": Row("/organisations/MATRIXORGAN/words/", BOTH, FACILITATORS, post=302),
    "member-invite": Row("/organisations/MATRIXORGAN/invite/", POST, OWNERS),
    "invitation-withdraw": Row("/organisations/MATRIXORGAN/invitations/MATRIXINVIT/withdraw/", POST, OWNERS, post=302),
    "member-role": Row("/organisations/MATRIXORGAN/members/MATRIXVERAM/role/", POST, OWNERS, post=302),
    "member-deactivate": Row("/organisations/MATRIXORGAN/members/MATRIXVERAM/out/", POST, OWNERS, post=302),
    "member-reactivate": Row("/organisations/MATRIXORGAN/members/MATRIXVERAM/in/", POST, OWNERS, post=302),
    "member-password": Row("/organisations/MATRIXORGAN/members/MATRIXVERAM/password/", POST, OWNERS),
    "brand-colours": Row("/brand/MATRIXORGAN-1.css"),
    "brand-logo": Row("/brand/MATRIXORGAN-1/logo.png"),
    # the desk, and sessions as a whole
    "sessions": Row("/sessions/", READ, instead=led_on(EVERYBODY - SIGNED_IN)),
    "session": Row("/s/MATRIXSESSN/", READ, READERS),
    "session-new": Row("/sessions/new/", BOTH, FACILITATORS | {"facilitator elsewhere"}),
    "session-settings": Row("/s/MATRIXSESSN/settings/", BOTH, FACILITATORS),
    "session-wording": Row("/s/MATRIXSESSN/settings/questions/", BOTH, FACILITATORS, post=422),
    "session-duplicate": Row("/s/MATRIXSESSN/duplicate/", POST, FACILITATORS, post=302),
    "session-archive": Row("/s/MATRIXSESSN/archive/", POST, FACILITATORS, post=302),
    "session-restore": Row("/s/MATRIXSESSN/restore/", POST, FACILITATORS, post=302),
    "session-keep": Row("/s/MATRIXSESSN/keep/", BOTH, OWNERS, post=422),
    "organisation-keeping": Row("/organisations/MATRIXORGAN/keeping/", BOTH, OWNERS, post=302),
    "session-record": Row("/organisations/MATRIXORGAN/keeping/MATRIXRECOR/", READ, OWNERS),
    "organisation-everything": Row("/organisations/MATRIXORGAN/everything.zip", READ, OWNERS),
    "session-erase": Row("/s/MATRIXSESSN/erase/", BOTH, OWNERS),
    "session-file": Row("/s/MATRIXSESSN/file/", READ, FACILITATORS),
    "session-file-download": Row("/s/MATRIXSESSN/file/download/", READ, FACILITATORS, get=302),
    "session-bring": Row("/sessions/bring/", BOTH, OWNERS, post=422),
    # the door for phones: whoever knows the code of an open gathering comes in
    "language": Row("/language/", POST, post=302),
    "join-code": Row("/join/", BOTH, post=422),
    "join": Row("/j/BCDFGJ/", BOTH, post=302, instead=dict.fromkeys(SEATED, 302)),
    "join-table": Row("/j/BCDFGJ/MATRIXTABL2/", BOTH, post=302, instead={"participant": 302}),
    "room": Row("/r/MATRIXOPEN1/", READ, SEATED),
    "room-state": Row("/r/MATRIXOPEN1/state/", READ, SEATED),
    "room-operation": Row("/r/MATRIXOPEN1/operations/", POST, SEATED, post=422),
    "room-table": Row("/r/MATRIXOPEN1/table/", POST, SEATED, post=302),
    "room-leave": Row("/r/MATRIXOPEN1/leave/", POST, SEATED, post=302),
    # gatherings, their tables, and what is printed for them
    "gathering-new": Row("/s/MATRIXSESSN/gatherings/new/", BOTH, FACILITATORS, post=422),
    "type-now": Row("/s/MATRIXSESSN/type/", POST, FACILITATORS, post=302),
    "gathering": Row("/s/MATRIXSESSN/g/MATRIXGATHR/", READ, READERS),
    "gathering-edit": Row("/s/MATRIXSESSN/g/MATRIXGATHR/edit/", BOTH, FACILITATORS, post=422),
    "gathering-remove": Row("/s/MATRIXSESSN/g/MATRIXGATHR/remove/", POST, FACILITATORS, post=302),
    "gathering-restore": Row("/s/MATRIXSESSN/g/MATRIXGATHR/restore/", POST, FACILITATORS, post=302),
    "gathering-qr": Row("/s/MATRIXSESSN/g/MATRIXGATHR/qr.svg", READ, READERS),
    "gathering-run-sheet": Row("/s/MATRIXSESSN/g/MATRIXGATHR/run-sheet/", READ, READERS),
    "gathering-cards": Row("/s/MATRIXSESSN/g/MATRIXGATHR/table-cards.pdf", READ, READERS),
    "gathering-paper": Row("/s/MATRIXSESSN/g/MATRIXGATHR/paper-sheets.pdf", READ, READERS),
    "gathering-printing": Row("/s/MATRIXSESSN/g/MATRIXGATHR/printing/cards/", READ, READERS),
    "gathering-print": Row("/s/MATRIXSESSN/g/MATRIXGATHR/printing/cards/start/", POST, FACILITATORS, post=302),
    "gathering-check": Row("/s/MATRIXSESSN/g/MATRIXGATHR/check/", READ, READERS),
    "breakout-add": Row("/s/MATRIXSESSN/g/MATRIXGATHR/tables/", POST, FACILITATORS, post=302),
    "breakout-rename": Row("/s/MATRIXSESSN/g/MATRIXGATHR/tables/MATRIXTABLE/name/", POST, FACILITATORS, post=302),
    "breakout-remove": Row("/s/MATRIXSESSN/g/MATRIXGATHR/tables/MATRIXTABLE/remove/", POST, FACILITATORS, post=302),
    "breakout-restore": Row("/s/MATRIXSESSN/g/MATRIXGATHR/tables/MATRIXTABLE/restore/", POST, FACILITATORS, post=302),
    # the control room
    "control-room": Row(ROOM, READ, READERS),
    "control-move": Row(ROOM + "move/", POST, FACILITATORS, post=302),
    "control-move-back": Row(ROOM + "move/back/nothing/", POST, frozenset()),
    "control-timer": Row(ROOM + "timer/", POST, FACILITATORS, post=302),
    "projector": Row("/s/MATRIXSESSN/g/MATRIXGATHR/screen/", READ, READERS),
    "control-reveal": Row(ROOM + "reveal/", POST, FACILITATORS, post=302),
    "control-message": Row(ROOM + "message/", POST, FACILITATORS, post=302),
    "control-door": Row(ROOM + "door/", POST, FACILITATORS, post=302),
    "control-old-code": Row(ROOM + "door/back/nothing/", POST, frozenset()),
    "control-park": Row(ROOM + "parked/", POST, FACILITATORS, post=302),
    "control-parked": Row(ROOM + "parked/MATRIXPARKD/", POST, FACILITATORS, post=302),
    "control-parked-back": Row(ROOM + "parked/MATRIXPARKD/back/", POST, FACILITATORS, post=302),
    "control-tables": Row(ROOM + "tables/", POST, FACILITATORS, post=302),
    "control-table": Row(ROOM + "tables/MATRIXTABLE/", POST, FACILITATORS, post=302),
    "control-table-back": Row(ROOM + "tables/MATRIXTABLE/back/", POST, FACILITATORS, post=302),
    "control-people": Row(ROOM + "people/", READ, FACILITATORS),
    "control-seats": Row(ROOM + "seats/", POST, FACILITATORS, post=302),
    "control-seats-back": Row(ROOM + "seats/back/nothing/", POST, frozenset()),
    "control-shuffle": Row(ROOM + "shuffle/", POST, FACILITATORS, post=302),
    "control-rehearse": Row(ROOM + "rehearse/", POST, FACILITATORS, post=302),
    "control-rehearse-step": Row("/s/MATRIXREHEA/g/MATRIXREHRM/room/rehearse/step/", POST, FACILITATORS, post=204),
    "control-rehearse-end": Row("/s/MATRIXREHEA/g/MATRIXREHRM/room/rehearse/end/", POST, FACILITATORS, post=302),
    "control-late": Row(ROOM + "late/", POST, FACILITATORS, post=302),
    "control-late-back": Row(ROOM + "late/back/nothing/", POST, frozenset()),
    "control-helpers": Row(ROOM + "helpers/", POST, FACILITATORS, post=302),
    "control-helper": Row(ROOM + "helpers/MATRIXHELPR/", POST, FACILITATORS, post=302),
    "control-helper-back": Row(ROOM + "helpers/MATRIXHELPR/back/", POST, FACILITATORS, post=302),
    # helpers: the link MATRIXHELP2 was opened in the link holder's browser, for the table MATRIXTABL2 and no other
    "helper": Row("/h/nothing/", BOTH, frozenset()),
    "helper-room": Row("/h/room/MATRIXHELP2/", READ, HELPER),
    "helper-sheet": Row("/h/room/MATRIXHELP2/MATRIXTABL2/", BOTH, HELPER, post=302),
    "helper-notes": Row("/h/room/MATRIXHELP2/MATRIXTABL2/notes/", POST, HELPER, post=422),
    "helper-coming": Row("/h/room/MATRIXHELP2/MATRIXTABL2/coming/", POST, HELPER, post=302),
    # sheets, one by one: a viewer reads what they say together
    "sheet-new": Row("/s/MATRIXSESSN/g/MATRIXGATHR/sheets/new/", POST, FACILITATORS, post=302),
    "sheet-of-table": Row("/s/MATRIXSESSN/g/MATRIXGATHR/tables/MATRIXTABLE/sheet/", POST, FACILITATORS, post=302),
    "sheet": Row(f"/s/MATRIXSESSN/g/MATRIXGATHR/sheets/{SHEET}/", READ, FACILITATORS),
    "sheet-notes": Row(f"/s/MATRIXSESSN/g/MATRIXGATHR/sheets/{SHEET}/notes/", POST, FACILITATORS, post=422),
    "sheet-people": Row(f"/s/MATRIXSESSN/g/MATRIXGATHR/sheets/{SHEET}/people/", POST, FACILITATORS, post=302),
    # bringing a spreadsheet: a file belongs to whoever brought it
    "import": Row("/s/MATRIXSESSN/import/", BOTH, FACILITATORS),
    "import-template": Row("/s/MATRIXSESSN/import/template.xlsx", READ, FACILITATORS),
    "import-check": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/", READ, FACILITATOR),
    "import-mend": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/mend/", POST, FACILITATOR, post=302),
    "import-row": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/row/", POST, FACILITATOR, post=302),
    "import-leave-out": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/leave-out/", POST, FACILITATOR, post=302),
    "import-take-in": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/take-in/", POST, FACILITATOR, post=302),
    "import-columns": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/columns/", BOTH, FACILITATOR),
    "import-layout": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/layout/", BOTH, FACILITATOR),
    "import-save": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/save/", POST, FACILITATOR, post=302),
    "import-look-again": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/look-again/", POST, FACILITATOR, post=302),
    "import-discard": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/throw-away/", POST, FACILITATOR, post=302),
    "import-bring-back": Row("/s/MATRIXSESSN/import/MATRIXDRAFT/bring-back/", POST, FACILITATOR, post=302),
    # themes
    "themes": Row("/s/MATRIXSESSN/themes/", READ, READERS),
    "themes-undecided": Row("/s/MATRIXSESSN/themes/undecided/", READ, READERS),
    "themes-other": Row("/s/MATRIXSESSN/themes/other/", READ, READERS),
    "theme": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/", READ, READERS),
    "theme-split": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/split/", BOTH, FACILITATORS),
    "theme-rename": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/rename/", POST, FACILITATORS, post=302),
    "theme-merge": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/merge/", POST, FACILITATORS, post=302),
    "theme-delete": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/delete/", POST, FACILITATORS, post=302),
    "themes-run": Row("/s/MATRIXSESSN/themes/run/", POST, FACILITATORS, post=302),
    "themes-accept": Row("/s/MATRIXSESSN/themes/accept/MATRIXPROPS/", POST, FACILITATORS, post=302),
    "proposal": Row("/s/MATRIXSESSN/themes/proposal/", READ, READERS),
    "proposal-notes": Row("/s/MATRIXSESSN/themes/proposal/MATRIXPROPS/notes/0/", READ, READERS),
    "proposal-theme": Row("/s/MATRIXSESSN/themes/proposal/MATRIXPROPS/theme/", POST, FACILITATORS, post=302),
    "proposal-note": Row("/s/MATRIXSESSN/themes/proposal/MATRIXPROPS/note/", POST, FACILITATORS, post=302),
    "proposal-away": Row("/s/MATRIXSESSN/themes/proposal/MATRIXPROPS/away/", POST, FACILITATORS, post=302),
    "board-questions": Row("/s/MATRIXSESSN/themes/questions/", READ, READERS),
    "board-questions-begin": Row("/s/MATRIXSESSN/themes/questions/begin/", POST, FACILITATORS, post=302),
    "board-questions-answer": Row("/s/MATRIXSESSN/themes/questions/answer/", POST, FACILITATORS, post=302),
    "board-questions-undo": Row("/s/MATRIXSESSN/themes/questions/undo/", POST, FACILITATORS, post=302),
    "board-questions-again": Row("/s/MATRIXSESSN/themes/questions/again/", POST, FACILITATORS, post=302),
    "second-sorter": Row("/s/MATRIXSESSN/themes/second/", READ, READERS),
    "second-begin": Row("/s/MATRIXSESSN/themes/second/begin/", POST, FACILITATORS, post=302),
    "second-place": Row("/s/MATRIXSESSN/themes/second/place/", POST, FACILITATORS, post=302),
    "second-undo": Row("/s/MATRIXSESSN/themes/second/undo/", POST, FACILITATORS, post=302),
    "second-stop": Row("/s/MATRIXSESSN/themes/second/stop/", POST, FACILITATORS, post=302),
    "late-moves": Row("/s/MATRIXSESSN/themes/moves/", READ, READERS),
    "proposal-back": Row("/s/MATRIXSESSN/themes/proposal/MATRIXPROPS/back/", POST, FACILITATORS, post=302),
    "theme-new": Row("/s/MATRIXSESSN/themes/new/", POST, FACILITATORS, post=302),
    "themes-move": Row("/s/MATRIXSESSN/themes/move/", POST, FACILITATORS, post=302),
    "themes-place": Row("/s/MATRIXSESSN/themes/place/", POST, FACILITATORS, post=302),
    "theme-under": Row("/s/MATRIXSESSN/themes/in/MATRIXTHEME/under/", POST, FACILITATORS, post=302),
    "heading-new": Row("/s/MATRIXSESSN/themes/headings/new/", POST, FACILITATORS, post=302),
    "heading-rename": Row("/s/MATRIXSESSN/themes/headings/rename/", POST, FACILITATORS, post=302),
    "heading-remove": Row("/s/MATRIXSESSN/themes/headings/remove/", POST, FACILITATORS, post=302),
    "themes-also": Row("/s/MATRIXSESSN/themes/also/", POST, FACILITATORS, post=302),
    "themes-right": Row("/s/MATRIXSESSN/themes/right/", POST, FACILITATORS, post=302),
    "themes-queue": Row("/s/MATRIXSESSN/themes/one-by-one/", READ, READERS),
    "themes-undo-last": Row("/s/MATRIXSESSN/themes/undo/", POST, FACILITATORS, post=302),
    "themes-redo": Row("/s/MATRIXSESSN/themes/redo/", POST, FACILITATORS, post=302),
    "themes-undo": Row("/s/MATRIXSESSN/themes/undo/MATRIXCHANG/", POST, FACILITATORS, post=302),
    "themes-close": Row("/s/MATRIXSESSN/themes/close/", POST, FACILITATORS, post=302),
    "themes-reopen": Row("/s/MATRIXSESSN/themes/reopen/", POST, FACILITATORS, post=302),
    "themes-who": Row("/s/MATRIXSESSN/themes/who/", POST, READERS, post=302),
    # the dot vote of a room; without one under way a phone goes back to its sheet
    "ballot": Row("/r/MATRIXOPEN1/ballot/", BOTH, SEATED, get=302, post=302),
    "ballot-desk": Row("/s/MATRIXSESSN/g/MATRIXGATHR/ballot/", READ, READERS),
    "ballot-open": Row("/s/MATRIXSESSN/g/MATRIXGATHR/ballot/open/", POST, FACILITATORS, post=302),
    "ballot-close": Row("/s/MATRIXSESSN/g/MATRIXGATHR/ballot/close/", POST, FACILITATORS, post=302),
    # who wants to hear what came of it: addresses are for those who run the session
    "you-said-we-did": Row("/after/MATRIXMATRIXMATRIXMATR/"),
    "wave": Row("/s/MATRIXSESSN/wave/", READ, READERS),
    "wave-next": Row("/s/MATRIXSESSN/wave/next/", POST, FACILITATORS, post=302),
    "wave-repeats": Row("/s/MATRIXSESSN/wave/repeats/", POST, FACILITATORS, post=302),
    "wave-propose": Row("/s/MATRIXSESSN/wave/propose/", POST, FACILITATORS, post=302),
    "wave-matches": Row("/s/MATRIXSESSN/wave/matches/", POST, FACILITATORS, post=302),
    "said": Row("/s/MATRIXSESSN/said/", BOTH, FACILITATORS, post=422),
    "said-add": Row("/s/MATRIXSESSN/said/add/", POST, FACILITATORS, post=302),
    "said-unpublish": Row("/s/MATRIXSESSN/said/unpublish/", POST, FACILITATORS, post=302),
    "said-remove": Row("/s/MATRIXSESSN/said/MATRIXSAIDI/remove/", POST, FACILITATORS, post=302),
    "said-restore": Row("/s/MATRIXSESSN/said/MATRIXSAIDI/restore/", POST, FACILITATORS, post=302),
    "follow-up": Row("/s/MATRIXSESSN/follow-up/", READ, FACILITATORS),
    "follow-up-list": Row("/s/MATRIXSESSN/follow-up/contacts.csv", READ, FACILITATORS),
    "contact-remove": Row("/s/MATRIXSESSN/follow-up/MATRIXCONTA/remove/", POST, FACILITATORS, post=302),
    "contact-restore": Row("/s/MATRIXSESSN/follow-up/MATRIXCONTA/restore/", POST, FACILITATORS, post=302),
    # the plan, its actions, and the links of those who look after them
    "plan": Row("/s/MATRIXSESSN/plan/", READ, READERS),
    "plan-place": Row("/s/MATRIXSESSN/plan/place/MATRIXTHEME/", POST, FACILITATORS, post=302),
    "plan-votes": Row("/s/MATRIXSESSN/plan/votes/", POST, FACILITATORS, post=302),
    "plan-undo": Row("/s/MATRIXSESSN/plan/undo/nothing/", POST, frozenset()),
    "plan-actions": Row("/s/MATRIXSESSN/plan/actions/", READ, READERS),
    "plan-progress": Row("/s/MATRIXSESSN/plan/progress.pdf", READ, READERS),
    "action-new": Row("/s/MATRIXSESSN/plan/actions/new/", BOTH, FACILITATORS, post=422),
    "action": Row("/s/MATRIXSESSN/plan/actions/MATRIXACTIO/", BOTH, FACILITATORS, post=422),
    "action-status": Row("/s/MATRIXSESSN/plan/actions/MATRIXACTIO/status/", POST, FACILITATORS, post=302),
    "action-remove": Row("/s/MATRIXSESSN/plan/actions/MATRIXACTIO/remove/", POST, FACILITATORS, post=302),
    "action-restore": Row("/s/MATRIXSESSN/plan/actions/MATRIXACTIO/restore/", POST, FACILITATORS, post=302),
    "owner-link": Row("/s/MATRIXSESSN/plan/owners/MATRIXOWNER/link/", POST, FACILITATORS, post=302),
    "owner-link-end": Row("/s/MATRIXSESSN/plan/owners/MATRIXOWNER/link/end/", POST, FACILITATORS, post=302),
    "update-link": Row("/do/of-miras-hands/", BOTH, post=404),
    # comparison and report
    "compare": Row("/s/MATRIXSESSN/compare/", READ, READERS),
    "compare-refresh": Row("/s/MATRIXSESSN/compare/refresh/", POST, READERS, post=302),
    "compare-headline": Row("/s/MATRIXSESSN/compare/headline/", POST, FACILITATORS, post=302),
    "predictions": Row("/s/MATRIXSESSN/compare/predictions/", READ, READERS),
    "prediction-match": Row(f"/s/MATRIXSESSN/compare/predictions/{PREDICTION}/", POST, FACILITATORS, post=302),
    "quotes": Row("/s/MATRIXSESSN/compare/quotes/", READ, READERS),
    "quote-mark": Row(QUOTE + "mark/pick/", POST, FACILITATORS, post=302),
    "quote-redact": Row(QUOTE + "redact/", BOTH, FACILITATORS),
    "quote-withdraw": Row(QUOTE + "withdraw/", BOTH, FACILITATORS),
    "report": Row("/s/MATRIXSESSN/report/", READ, READERS),
    "report-renew": Row("/s/MATRIXSESSN/report/renew/", POST, FACILITATORS, post=302),
    "report-headlines": Row("/s/MATRIXSESSN/report/headlines/", BOTH, FACILITATORS, get=302, post=302),
    "report-build": Row("/s/MATRIXSESSN/report/new/", POST, FACILITATORS, post=302),
    "report-file": Row("/s/MATRIXSESSN/report/MATRIXREPOR/pdf/", READ, READERS),
    # links: whoever holds the address reads, whoever else they are; a wrong one is in tests/reports/test_sharing.py
    "report-links": Row("/s/MATRIXSESSN/report/links/", READ, READERS),
    "report-link-new": Row("/s/MATRIXSESSN/report/links/new/", POST, FACILITATORS, post=422),
    "report-link": Row("/s/MATRIXSESSN/report/links/MATRIXSHARE/", POST, FACILITATORS, post=302),
    "shared": Row("/shared/MatrixMatrixMatrix1234/"),
    "shared-file": Row("/shared/MatrixMatrixMatrix1234/pdf/"),
    "preview": Row("/preview/MatrixPreviewPrev12345/"),
    # the reveal: with nothing compared yet its page says so; an empty decision is refused
    "reveal": Row("/s/MATRIXSESSN/reveal/", READ, READERS),
    "reveal-plan": Row("/s/MATRIXSESSN/reveal/plan/", READ, FACILITATORS),
    "reveal-decisions": Row("/s/MATRIXSESSN/reveal/decisions/", POST, FACILITATORS, post=422),
}
"""Every name of the URLconf, with its namespace."""

CHANNELS: dict[str, tuple[str, frozenset[str]]] = {
    "heartbeat": ("", EVERYBODY),
    "room": ("MATRIXOPEN1", SEATED),
    "desk": ("MATRIXGATHR", READERS),
    "screen": ("MATRIXGATHR", READERS),
    "helper": ("MATRIXHELP2", HELPER),
    "themes": ("MATRIXSESSN", READERS),
    "compare": ("MATRIXSESSN", READERS),
}
"""Every channel of the live lane: the path after its name, and the roles that may listen there."""
