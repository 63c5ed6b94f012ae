"""Every session gets an address of its own for what came of it; 0003 gave all that stood there the same one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import gapsessions.sessions.models


def draw_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Draw a key for each session that stands there already."""
    for session in apps.get_model("gapsessions", "GapSession").objects.all():
        session.follow_up_key = gapsessions.sessions.models.follow_up_key()
        session.save(update_fields=["follow_up_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("gapsessions", "0003_the_room"),
    ]

    operations = [
        migrations.RunPython(draw_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="gapsession",
            name="follow_up_key",
            field=models.CharField(
                default=gapsessions.sessions.models.follow_up_key, editable=False, max_length=22, unique=True
            ),
        ),
    ]
