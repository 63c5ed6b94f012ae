"""What was done is a text whose length a rule of the database keeps, on PostgreSQL as on SQLite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gapsessions", "0019_said_items_come_back")]

    operations = [
        migrations.AlterField(model_name="saiditem", name="did", field=models.TextField(blank=True, max_length=600)),
    ]
