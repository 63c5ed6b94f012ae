"""Predictions are texts with a rule about their length, like answers: PostgreSQL names the rule that was broken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0008_seat_word"),
    ]

    operations = [
        migrations.AlterField(
            model_name="prediction",
            name="text",
            field=models.TextField(max_length=200),
        ),
    ]
