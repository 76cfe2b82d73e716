

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_access_append_only'),
        ('assessments', '0014_consolidation'),
        ('indicators', '0002_crosswalk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'preparation'), ('status', 'draft')), models.Q(('stage__in', ['filling', 'review', 'consolidation', 'validation']), ('status', 'open')), models.Q(('stage__in', ['signing', 'national_entry', 'document', 'interview', 'visit', 'harmonisation', 'final', 'follow_up']), ('status', 'closed')), _connector='OR'), name='period_stage_of_status'),
        ),
    ]
