"""The word picked at the door is as long as a segment's name."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widen Seat.tag."""

    dependencies = [("gapsessions", "0007_handout_prints")]

    operations = [
        migrations.AlterField(
            model_name="seat",
            name="tag",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
