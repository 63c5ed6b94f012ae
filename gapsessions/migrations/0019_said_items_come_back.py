"""What is taken off "You said, we did" can be put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gapsessions", "0018_rounds_of_questions")]

    operations = [
        migrations.AddField(model_name="saiditem", name="removed", field=models.BooleanField(default=False)),
    ]
