"""Share links: who may read a report, or preview a reveal, without an account."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gapsessions.storage.codes


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0014_the_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=gapsessions.storage.codes.address_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("report", "report"), ("preview", "preview")], default="report", max_length=8
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(blank=True, max_length=80)),
                ("downloads", models.BooleanField(default=False)),
                ("expires_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("opened", models.PositiveIntegerField(default=0)),
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
                        related_name="share_links",
                        to="gapsessions.gapsession",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_links",
                        to="gapsessions.reportversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["report", "preview"])), name="share_link_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length(models.F("token_hash")), models.Value(64)
                        ),
                        name="share_link_token_is_a_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "preview"), ("version__isnull", False), _connector="OR"),
                        name="share_link_opens_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "report"), ("downloads", False), _connector="OR"),
                        name="share_link_preview_is_for_reading",
                    ),
                ],
            },
        ),
    ]
