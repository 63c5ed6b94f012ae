"""How long each question of a gathering is silent at first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="gathering",
            name="silent_minutes",
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("silent_minutes__in", (0, 1, 2, 3, 4, 5))), name="gathering_silence_possible"
            ),
        ),
    ]
