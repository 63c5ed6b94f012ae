"""Pulse, predictions, wishes to hear more, and dot votes."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import gapsessions.storage.codes
import gapsessions.storage.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0005_counted_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("dots", models.PositiveSmallIntegerField()),
                ("papers_counted", models.PositiveIntegerField(default=0)),
                ("closed", models.BooleanField(default=False)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="gapsessions.gathering"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BallotOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("quote", models.CharField(blank=True, max_length=2000)),
                ("dots", models.PositiveIntegerField(default=0)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="gapsessions.ballot"
                    ),
                ),
                (
                    "theme",
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
            name="BallotPaper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_hash", models.CharField(max_length=64)),
                ("given", models.JSONField(default=dict)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="gapsessions.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("text", "text"),
                            ("phone", "phone"),
                            ("post", "post"),
                            ("not_at_all", "not_at_all"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "often",
                    models.CharField(
                        blank=True,
                        choices=[("once", "once"), ("every_few_months", "every_few_months"), ("yearly", "yearly")],
                        max_length=20,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("removed", models.BooleanField(default=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUpWish",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("segment", models.CharField(blank=True, max_length=80)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("text", "text"),
                            ("phone", "phone"),
                            ("post", "post"),
                            ("not_at_all", "not_at_all"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "often",
                    models.CharField(
                        blank=True,
                        choices=[("once", "once"), ("every_few_months", "every_few_months"), ("yearly", "yearly")],
                        max_length=20,
                    ),
                ),
                ("people", models.PositiveIntegerField(default=0)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_wishes",
                        to="gapsessions.gathering",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Prediction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=200)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predictions",
                        to="gapsessions.gathering",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PulseCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("score", models.PositiveSmallIntegerField()),
                ("people", models.PositiveIntegerField(default=0)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pulse", to="gapsessions.gathering"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed", False)), fields=("gathering",), name="ballot_one_open_per_gathering"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("dots__gte", 1), ("dots__lte", 5)), name="ballot_dots_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballotoption",
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
                name="ballot_option_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballotpaper",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("key_hash")), models.Value(64)
                ),
                name="ballot_paper_key_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballotpaper",
            constraint=models.UniqueConstraint(fields=("ballot", "key_hash"), name="ballot_paper_once"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "text", "phone", "post", "not_at_all"])),
                name="contact_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("often__in", ["", "once", "every_few_months", "yearly"])),
                name="contact_often_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("address"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="contact_address_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupwish",
            constraint=models.UniqueConstraint(
                fields=("gathering", "segment", "channel", "often"), name="follow_up_wish_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="followupwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "text", "phone", "post", "not_at_all"])),
                name="follow_up_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("often__in", ["", "once", "every_few_months", "yearly"])),
                name="follow_up_often_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupwish",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("channel", "not_at_all"), _negated=True), ("often", ""), _connector="OR"),
                name="follow_up_never_is_not_often",
            ),
        ),
        migrations.AddConstraint(
            model_name="prediction",
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
                name="prediction_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("text")), models.Value(200)
                ),
                name="prediction_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulsecount",
            constraint=models.UniqueConstraint(fields=("gathering", "score"), name="pulse_count_once"),
        ),
        migrations.AddConstraint(
            model_name="pulsecount",
            constraint=models.CheckConstraint(condition=models.Q(("score__lte", 10)), name="pulse_score_0_to_10"),
        ),
    ]
