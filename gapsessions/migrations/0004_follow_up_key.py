"""Every session gets an address of its own for what came of it; 0003 gave all that stood there the same one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import gapsessions.sessions.models


def draw_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Draw a key for each session that stands there already."""
    # The database that is migrated may not be the default one (manage.py move_database).
    sessions = apps.get_model("gapsessions", "GapSession").objects.using(schema_editor.connection.alias)
    for session in sessions:
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
