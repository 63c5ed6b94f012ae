"""Themes that a facilitator leaves out of the report."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

import gapsessions.storage.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0021_merged_themes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ThemeLeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme_key", models.CharField(max_length=12)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes_left_out",
                        to="gapsessions.gapsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "theme_key"), name="theme_left_out_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                gapsessions.storage.constraints.Stripped(
                                    models.F("theme_key"),
                                    models.Value(
                                        " \t\n\r\x0c\x0b\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
                                    ),
                                ),
                                models.Value(""),
                            ),
                            _negated=True,
                        ),
                        name="theme_left_out_names_a_theme",
                    ),
                ],
            },
        ),
    ]
