"""Table cards and paper sheets that the worker prints."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0006_asides_and_ballot"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoutPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("cards", "cards"), ("sheets", "sheets")], max_length=8)),
                ("address", models.CharField(max_length=200)),
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("data", models.BinaryField(default=bytes)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("trouble", models.CharField(blank=True, max_length=400)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handout_prints",
                        to="gapsessions.gathering",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gathering", "kind"), name="handout_once_per_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cards", "sheets"])), name="handout_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "ready", "failed"])),
                        name="handout_state_known",
                    ),
                ],
            },
        ),
    ]
