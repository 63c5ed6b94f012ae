"""The tables of the first version, with every rule the database keeps."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gapsessions.accounts.models
import gapsessions.intake.models
import gapsessions.sessions.models
import gapsessions.storage.codes
import gapsessions.storage.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("strength", "strength"),
                            ("improve", "improve"),
                            ("competitor", "competitor"),
                            ("action", "action"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "valence",
                    models.CharField(
                        blank=True, choices=[("good", "good"), ("bad", "bad"), ("mixed", "mixed")], max_length=8
                    ),
                ),
                (
                    "intent",
                    models.CharField(blank=True, choices=[("continue", "continue"), ("start", "start")], max_length=8),
                ),
                ("star", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("struck_out", models.BooleanField(default=False)),
                ("removed", models.BooleanField(default=False)),
                ("pen_hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="GapSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(default="en", max_length=12)),
                ("ground_rules", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("keep_until", models.DateField(default=gapsessions.sessions.models.default_keep_until)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("themes_closed_at", models.DateTimeField(blank=True, null=True)),
                ("readings_seen_at", models.DateTimeField(blank=True, null=True)),
                ("rows_left_out", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("worker_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                gapsessions.storage.constraints.Stripped(
                                    models.F("email"),
                                    models.Value(
                                        " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                                    ),
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="user_email_not_blank",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "perspective",
                    models.CharField(
                        choices=[("leadership", "leadership"), ("staff", "staff"), ("customers", "customers")],
                        max_length=12,
                    ),
                ),
                (
                    "style",
                    models.CharField(
                        choices=[("tables", "tables"), ("own_sheets", "own_sheets"), ("open_link", "open_link")],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("segment", models.CharField(blank=True, max_length=80)),
                ("code", models.CharField(blank=True, max_length=6)),
                ("planned_size", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("lobby", "lobby"),
                            ("write", "write"),
                            ("read_back", "read_back"),
                            ("closed", "closed"),
                        ],
                        default="lobby",
                        max_length=12,
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("census", models.BooleanField(default=False)),
                ("run_minutes", models.PositiveSmallIntegerField(default=60)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gatherings",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Breakout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="breakouts",
                        to="gapsessions.gathering",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Heading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="headings",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("file_name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("saving", "saving"),
                            ("saved", "saved"),
                            ("discarded", "discarded"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("rows", models.BinaryField(default=b"")),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("checked", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("outcome", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ends_at", models.DateTimeField(default=gapsessions.intake.models.end_of_draft)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intake_drafts",
                        to="gapsessions.gapsession",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("rows_kept", models.PositiveIntegerField()),
                ("rows_left_out", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intake_files",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptTogether",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gapsessions.answer"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gapsessions.answer"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_together",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "owner"), ("facilitator", "facilitator"), ("viewer", "viewer")],
                        default="facilitator",
                        max_length=12,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("accent", models.CharField(blank=True, max_length=7)),
                ("logo", models.BinaryField(blank=True, default=b"")),
                ("brand_version", models.PositiveIntegerField(default=1)),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="organisations", through="gapsessions.Membership", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="gapsessions.organisation"
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "owner"), ("facilitator", "facilitator"), ("viewer", "viewer")],
                        max_length=12,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ends_at", models.DateTimeField(default=gapsessions.accounts.models.end_of_invitation)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="gapsessions.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="gapsession",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="gap_sessions", to="gapsessions.organisation"
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("ready", "ready"),
                            ("accepted", "accepted"),
                            ("superseded", "superseded"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("granularity", models.FloatField(blank=True, null=True)),
                ("encoder", models.CharField(blank=True, max_length=80)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("result", models.JSONField(blank=True, default=dict)),
                ("failure", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("op_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("answer_id", models.UUIDField()),
                ("result", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length(models.F("op_hash")), models.Value(64)
                        ),
                        name="receipt_operation_is_a_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("draft", models.BooleanField(default=False)),
                ("paper", models.CharField(choices=[("a4", "a4"), ("letter", "letter")], default="a4", max_length=8)),
                ("headline", models.CharField(blank=True, max_length=160)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("pdf_missing", models.CharField(blank=True, max_length=400)),
                ("failure", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_versions",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "pdf"), ("xlsx", "xlsx"), ("csv", "csv"), ("json", "json")], max_length=8
                    ),
                ),
                ("data", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="gapsessions.reportversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "breakout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="seats",
                        to="gapsessions.breakout",
                    ),
                ),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="gapsessions.gathering"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "perspective",
                    models.CharField(
                        choices=[("leadership", "leadership"), ("staff", "staff"), ("customers", "customers")],
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strength", "strength"),
                            ("improve", "improve"),
                            ("competitor", "competitor"),
                            ("action", "action"),
                        ],
                        max_length=12,
                    ),
                ),
                ("wording", models.CharField(max_length=300)),
                ("asked", models.BooleanField(default=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("table", "table"), ("single", "single")], max_length=12)),
                ("head_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("segment", models.CharField(blank=True, max_length=80)),
                ("confirmed", models.BooleanField(default=False)),
                ("removed", models.BooleanField(default=False)),
                (
                    "breakout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sheets",
                        to="gapsessions.breakout",
                    ),
                ),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="gapsessions.gathering"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="gapsessions.sheet"
            ),
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("payload", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="reportversion",
            name="snapshot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="gapsessions.snapshot",
            ),
        ),
        migrations.CreateModel(
            name="StandingComparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline", models.CharField(blank=True, max_length=160)),
                ("payload", models.BinaryField(null=True)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                ("asked_for", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_comparison",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_pinned", models.BooleanField(default=False)),
                ("made_by_hand", models.BooleanField(default=False)),
                ("other", models.BooleanField(default=False)),
                (
                    "heading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="themes",
                        to="gapsessions.heading",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quoted_by",
                        to="gapsessions.answer",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="gapsessions.gapsession"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("rank", models.PositiveSmallIntegerField()),
                ("score", models.FloatField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="gapsessions.answer"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="gapsessions.theme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("also_in", "also_in")], default="primary", max_length=8
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("accepted", "accepted"), ("pinned", "pinned")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("confidence", models.FloatField(blank=True, null=True)),
                ("why", models.JSONField(blank=True, default=dict)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="gapsessions.answer"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="gapsessions.theme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MoveLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_standing",
                    models.CharField(
                        blank=True,
                        choices=[("proposed", "proposed"), ("accepted", "accepted"), ("pinned", "pinned")],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("after_closing", models.BooleanField(default=False)),
                ("undone", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="gapsessions.answer"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="gapsessions.gapsession"
                    ),
                ),
                (
                    "from_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gapsessions.theme",
                    ),
                ),
                (
                    "to_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gapsessions.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UsedCode",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("free_from", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(models.F("free_from"), name="used_code_free_from")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code", ""),
                            models.Q(
                                django.db.models.lookups.Exact(
                                    gapsessions.storage.constraints.Stripped(
                                        models.F("code"), models.Value("BCDFGHJKLMNPQRSTVWXZ")
                                    ),
                                    models.Value(""),
                                ),
                                django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Length(models.F("code")), models.Value(6)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="used_code_six_consonants",
                    ),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="used_code_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerVector",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("encoder", models.CharField(max_length=80)),
                ("revision", models.PositiveIntegerField()),
                ("vector", models.BinaryField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="vectors", to="gapsessions.answer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "encoder"), name="vector_once_per_encoder"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                gapsessions.storage.constraints.Stripped(
                                    models.F("encoder"),
                                    models.Value(
                                        " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                                    ),
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="vector_encoder_not_blank",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("before", models.JSONField()),
                ("after", models.CharField(max_length=64)),
                ("undone", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board_changes",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length(models.F("after")), models.Value(64)
                        ),
                        name="board_change_digest_is_a_hash",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("perspective__in", ["leadership", "staff", "customers"])),
                name="gathering_perspective_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("style__in", ["tables", "own_sheets", "open_link"])), name="gathering_style_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["lobby", "write", "read_back", "closed"])),
                name="gathering_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("name"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="gathering_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code", ""),
                    models.Q(
                        django.db.models.lookups.Exact(
                            gapsessions.storage.constraints.Stripped(
                                models.F("code"), models.Value("BCDFGHJKLMNPQRSTVWXZ")
                            ),
                            models.Value(""),
                        ),
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length(models.F("code")), models.Value(6)
                        ),
                    ),
                    _connector="OR",
                ),
                name="gathering_code_six_consonants",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("code", ""), _negated=True), models.Q(("stage", "closed"), _negated=True)),
                fields=("code",),
                name="gathering_code_unique_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_size__isnull", True), ("planned_size__gte", 1), _connector="OR"),
                name="gathering_size_at_least_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("stage", "closed")),
                    models.Q(models.Q(("stage", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="gathering_closed_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("census", False), ("style", "own_sheets"), _connector="OR"),
                name="gathering_census_has_own_sheets",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("gathering", "name"),
                name="breakout_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("name"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="breakout_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="heading",
            constraint=models.UniqueConstraint(
                models.F("session"), django.db.models.functions.text.Lower("name"), name="heading_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="heading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("name"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="heading_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "saving", "saved", "discarded"])),
                name="intake_draft_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.UniqueConstraint(fields=("session", "digest"), name="intake_file_once"),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("digest")), models.Value(64)
                ),
                name="intake_digest_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="kepttogether",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="kept_together_once"),
        ),
        migrations.AddConstraint(
            model_name="kepttogether",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True), name="kept_together_two_answers"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("name"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="organisation_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent", ""), ("accent__startswith", "#"), _connector="OR"),
                name="organisation_accent_is_hex",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "organisation"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "facilitator", "viewer"])), name="membership_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("token_hash")), models.Value(64)
                ),
                name="invitation_token_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "facilitator", "viewer"])), name="invitation_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                name="invitation_not_both_used_and_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="gapsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("title"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="session_title_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "ready", "accepted", "superseded", "failed"])),
                name="proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("session",),
                name="proposal_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="proposal_progress_to_100"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.UniqueConstraint(fields=("version", "kind"), name="report_file_once_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "xlsx", "csv", "json"])), name="report_file_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("sha256")), models.Value(64)
                ),
                name="report_file_digest_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("token_hash")), models.Value(64)
                ),
                name="seat_token_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionquestion",
            constraint=models.UniqueConstraint(
                fields=("session", "perspective", "kind"), name="question_once_per_perspective"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("perspective__in", ["leadership", "staff", "customers"])),
                name="question_perspective_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["strength", "improve", "competitor", "action"])),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("wording"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="question_wording_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["table", "single"])), name="sheet_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("breakout__isnull", False), ("kind", "table")),
                    models.Q(("breakout__isnull", True), ("kind", "single")),
                    _connector="OR",
                ),
                name="sheet_table_has_breakout",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("breakout",), name="sheet_one_per_breakout"),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("head_count__isnull", True),
                    models.Q(("head_count__gte", 1), ("kind", "table")),
                    models.Q(("head_count", 1), ("kind", "single")),
                    _connector="OR",
                ),
                name="sheet_head_count_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__in", ["strength", "improve", "competitor", "action"])),
                name="answer_question_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("valence__in", ["", "good", "bad", "mixed"])), name="answer_valence_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("intent__in", ["", "continue", "start"])), name="answer_intent_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("valence", ""), ("question", "competitor"), _connector="OR"),
                name="answer_valence_on_competitor",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("intent", ""), ("question", "action"), _connector="OR"),
                name="answer_intent_on_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("text"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="answer_text_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("text")), models.Value(2000)
                ),
                name="answer_text_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 1)), name="answer_revision_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed", False), ("struck_out", True), _connector="OR"),
                name="answer_removed_is_struck_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(fields=("session", "number"), name="snapshot_number_once"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="snapshot_number_from_one"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("sha256")), models.Value(64)
                ),
                name="snapshot_digest_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper__in", ["a4", "letter"])), name="report_paper_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "ready", "failed"])), name="report_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("session",),
                name="report_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="report_progress_to_100"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                models.F("session"), django.db.models.functions.text.Lower("name"), name="theme_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("other", True)), fields=("session",), name="theme_one_other"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(("other", False), ("heading__isnull", True), _connector="OR"),
                name="theme_other_has_no_heading",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("name"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="theme_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(fields=("answer", "rank"), name="suggestion_once_per_rank"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(fields=("answer", "theme"), name="suggestion_once_per_theme"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__gte", 1), ("rank__lte", 2)), name="suggestion_first_or_second"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("answer", "theme"), name="placement_once_per_theme"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "primary")), fields=("answer",), name="placement_one_primary"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["primary", "also_in"])), name="placement_role_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["proposed", "accepted", "pinned"])),
                name="placement_standing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__isnull", True),
                    models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                    _connector="OR",
                ),
                name="placement_confidence_0_to_1",
            ),
        ),
        migrations.AddIndex(
            model_name="movelog",
            index=models.Index(fields=["answer", "at"], name="move_latest_of_answer"),
        ),
        migrations.AddConstraint(
            model_name="movelog",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_standing__in", ["", "proposed", "accepted", "pinned"])),
                name="move_standing_known",
            ),
        ),
    ]
