import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0013_quotes_and_asides_compared"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="board",
                        serialize=False,
                        to="gapsessions.gapsession",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField("boardchange", "about", models.JSONField(blank=True, default=dict)),
        migrations.AddField("boardchange", "again", models.JSONField(blank=True, default=dict)),
        migrations.AddField("boardchange", "blocked", models.BooleanField(default=False)),
        migrations.AddField("boardchange", "revision", models.PositiveIntegerField(default=0)),
        migrations.AddField("boardchange", "touched", models.JSONField(blank=True, default=list)),
        migrations.AddField("boardchange", "verb", models.CharField(blank=True, max_length=12)),
        migrations.AddIndex(
            model_name="boardchange",
            index=models.Index(fields=["session", "revision"], name="board_change_since"),
        ),
    ]
