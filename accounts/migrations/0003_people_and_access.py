import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_rate_limit_cache'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='has_letter_keys',
            field=models.BooleanField(default=False, verbose_name='pintasan satu huruf aktif'),
        ),
        migrations.AddField(
            model_name='user',
            name='invited_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='diundang pada'),
        ),
        migrations.AddField(
            model_name='user',
            name='mail_rhythm',
            field=models.CharField(choices=[('each', 'Setiap pemberitahuan'), ('daily', 'Rangkuman sekali sehari')], default='each', max_length=8, verbose_name='surel pemberitahuan'),
        ),
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(verbose_name='nomor urut')),
                ('action', models.CharField(max_length=40, verbose_name='tindakan')),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='alamat jaringan')),
                ('request_id', models.CharField(blank=True, max_length=40, verbose_name='nomor permintaan')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='rincian')),
                ('created_at', models.DateTimeField(verbose_name='waktu')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='sidik sebelumnya')),
                ('hash', models.CharField(max_length=64, verbose_name='sidik')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_events', to='accounts.institution')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'jejak akses',
                'verbose_name_plural': 'jejak akses',
                'ordering': ['institution', 'sequence'],
                'indexes': [models.Index(fields=['created_at'], name='access_event_by_time')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('institution__isnull', False)), fields=('institution', 'sequence'), name='access_event_once'), models.UniqueConstraint(condition=models.Q(('institution__isnull', True)), fields=('sequence',), name='access_event_of_nobody_once')],
            },
        ),
    ]
