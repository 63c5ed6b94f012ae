"""Phones come in: seats, tables that ask for help, questions that open silently, notes that come late."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import gapsessions.sessions.models
import gapsessions.storage.codes
import gapsessions.storage.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0002_silent_minutes"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelperLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("opened", models.BooleanField(default=False)),
                ("ended", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="LateNote",
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
                ("left_out", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="OpenedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("silent_until", models.DateTimeField(blank=True, null=True)),
                ("revealed", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="ParkedThought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("for_whom", models.CharField(blank=True, max_length=120)),
                ("removed", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="answer",
            name="same_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stacked",
                to="gapsessions.answer",
            ),
        ),
        migrations.AddField(
            model_name="breakout",
            name="needs_help",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gapsession",
            name="follow_up_key",
            field=models.CharField(default=gapsessions.sessions.models.follow_up_key, editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name="gapsession",
            name="rehearsal_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rehearsals",
                to="gapsessions.gapsession",
            ),
        ),
        migrations.AddField(
            model_name="gapsession",
            name="segments",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="gathering",
            name="asks_follow_up",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gathering",
            name="asks_prediction",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gathering",
            name="asks_pulse",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="gathering",
            name="ballot_open",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gathering",
            name="closes_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gathering",
            name="helpline",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="gathering",
            name="invited",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gathering",
            name="locked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gathering",
            name="message",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="gathering",
            name="mix_by",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="gathering",
            name="pace",
            field=models.CharField(
                choices=[("one_by_one", "one_by_one"), ("all_open", "all_open")], default="one_by_one", max_length=12
            ),
        ),
        migrations.AddField(
            model_name="gathering",
            name="question",
            field=models.CharField(
                blank=True,
                choices=[
                    ("strength", "strength"),
                    ("improve", "improve"),
                    ("competitor", "competitor"),
                    ("action", "action"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="gathering",
            name="seating",
            field=models.CharField(
                choices=[("sit_anywhere", "sit_anywhere"), ("shuffle", "shuffle")],
                default="sit_anywhere",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="gathering",
            name="timer_ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gathering",
            name="timer_left",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="seat",
            name="gave_follow_up",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="gave_pulse",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="has_sheet",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="number",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="seat",
            name="predictions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="seat",
            name="removed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="tag",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="seat",
            name="voted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="sheet",
            name="key_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("pace__in", ["one_by_one", "all_open"])), name="gathering_pace_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__in", ["", "strength", "improve", "competitor", "action"])),
                name="gathering_question_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("seating__in", ["sit_anywhere", "shuffle"])), name="gathering_seating_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("timer_ends_at__isnull", True), ("timer_left__isnull", True), _connector="OR"),
                name="gathering_timer_runs_or_rests",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key_hash", ""), _negated=True), fields=("key_hash",), name="sheet_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_hash", ""), ("kind", "single"), _connector="OR"), name="sheet_key_on_single"
            ),
        ),
        migrations.AddField(
            model_name="helperlink",
            name="breakouts",
            field=models.ManyToManyField(related_name="helper_links", to="gapsessions.breakout"),
        ),
        migrations.AddField(
            model_name="helperlink",
            name="gathering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="helper_links", to="gapsessions.gathering"
            ),
        ),
        migrations.AddField(
            model_name="latenote",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="late_notes", to="gapsessions.sheet"
            ),
        ),
        migrations.AddField(
            model_name="openedquestion",
            name="gathering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="opened", to="gapsessions.gathering"
            ),
        ),
        migrations.AddField(
            model_name="parkedthought",
            name="gathering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parked", to="gapsessions.gathering"
            ),
        ),
        migrations.AddConstraint(
            model_name="helperlink",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("token_hash")), models.Value(64)
                ),
                name="helper_token_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="helperlink",
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
                name="helper_name_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="latenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__in", ["strength", "improve", "competitor", "action"])),
                name="late_note_question_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="latenote",
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
                name="late_note_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="latenote",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("text")), models.Value(2000)
                ),
                name="late_note_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="openedquestion",
            constraint=models.UniqueConstraint(fields=("gathering", "question"), name="opened_question_once"),
        ),
        migrations.AddConstraint(
            model_name="openedquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__in", ["strength", "improve", "competitor", "action"])),
                name="opened_question_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="openedquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("silent_until__isnull", False), ("revealed", True), _connector="OR"),
                name="opened_question_silent_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="parkedthought",
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
                name="parked_thought_not_blank",
            ),
        ),
    ]
