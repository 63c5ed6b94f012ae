"""Waves, “you said, we did”, how long sessions are kept, and sessions that arrive as files."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gapsessions.storage.codes
import gapsessions.storage.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0009_predictions_are_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="gapsession",
            name="kept_by_hand",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="gapsession",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gapsession",
            name="wave_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later_waves",
                to="gapsessions.gapsession",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="next_audit",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="SaidPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("introduction", models.CharField(blank=True, max_length=600)),
                ("published", models.JSONField(blank=True, default=dict)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="said_page",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SaidItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0)),
                ("said", models.CharField(max_length=120)),
                ("did", models.CharField(blank=True, max_length=600)),
                ("quote", models.CharField(blank=True, max_length=400)),
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
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="gapsessions.saidpage"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionArrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gapsessions.organisation"
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrival", to="gapsessions.gapsession"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("held_on", models.DateField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("figures", models.JSONField(default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="session_records",
                        to="gapsessions.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThemeMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("confirmed", "confirmed"), ("refused", "refused")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField(blank=True, null=True)),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="later_matches",
                        to="gapsessions.theme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matches", to="gapsessions.theme"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="saiditem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        gapsessions.storage.constraints.Stripped(
                            models.F("said"),
                            models.Value(
                                " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                            ),
                        ),
                        models.Value(""),
                    ),
                    _negated=True,
                ),
                name="said_item_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="saiditem",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("did")), models.Value(600)
                ),
                name="said_item_did_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionarrival",
            constraint=models.UniqueConstraint(fields=("organisation", "digest"), name="session_file_once"),
        ),
        migrations.AddConstraint(
            model_name="sessionarrival",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("digest")), models.Value(64)
                ),
                name="session_file_digest_is_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionrecord",
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
                name="session_record_title_not_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="themematch",
            constraint=models.UniqueConstraint(fields=("theme", "earlier"), name="theme_match_once"),
        ),
        migrations.AddConstraint(
            model_name="themematch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")), fields=("theme",), name="theme_match_one_earlier"
            ),
        ),
        migrations.AddConstraint(
            model_name="themematch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")), fields=("earlier",), name="theme_match_one_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="themematch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "confirmed", "refused"])), name="theme_match_state_known"
            ),
        ),
    ]
