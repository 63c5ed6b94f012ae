"""Replies of an open link enter the comparison five at a time: the answers that it may count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0004_follow_up_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedAnswer",
            fields=[
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="gapsessions.answer",
                    ),
                ),
            ],
        ),
    ]
