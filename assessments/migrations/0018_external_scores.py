import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0017_reminders'),
        ('indicators', '0002_crosswalk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StageImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('preparation', 'Persiapan'), ('filling', 'Pengisian perangkat daerah'), ('review', 'Reviu internal dan perbaikan'), ('consolidation', 'Konsolidasi'), ('validation', 'Validasi'), ('signing', 'Pengesahan'), ('national_entry', 'Entri nasional'), ('document', 'Penilaian dokumen'), ('interview', 'Penilaian interviu'), ('visit', 'Penilaian visitasi'), ('harmonisation', 'Harmonisasi'), ('final', 'Final'), ('follow_up', 'Tindak lanjut')], max_length=15, verbose_name='tahap')),
                ('file_name', models.CharField(max_length=255, verbose_name='nama berkas')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 berkas')),
                ('printed_index', models.DecimalField(blank=True, decimal_places=4, max_digits=6, null=True, verbose_name='indeks tercetak')),
                ('printed_rating', models.CharField(blank=True, max_length=40, verbose_name='predikat tercetak')),
                ('imported_at', models.DateTimeField(auto_now_add=True, verbose_name='diimpor pada')),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_imports', to='assessments.period')),
            ],
            options={
                'verbose_name': 'impor nilai tahap',
                'verbose_name_plural': 'impor nilai tahap',
                'ordering': ['period', 'stage', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StageScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(blank=True, decimal_places=6, max_digits=10, null=True, verbose_name='nilai')),
                ('is_upheld', models.BooleanField(blank=True, null=True, verbose_name='penilaian sebelumnya tetap')),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='assessments.stageimport')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator')),
            ],
            options={
                'verbose_name': 'nilai tahap',
                'verbose_name_plural': 'nilai tahap',
                'ordering': ['batch', 'indicator__number'],
            },
        ),
        migrations.AddConstraint(
            model_name='stageimport',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['document', 'interview', 'visit', 'harmonisation', 'final'])), name='stage_import_from_outside'),
        ),
        migrations.AddConstraint(
            model_name='stagescore',
            constraint=models.UniqueConstraint(fields=('batch', 'indicator'), name='stage_score_once'),
        ),
        migrations.AddConstraint(
            model_name='stagescore',
            constraint=models.CheckConstraint(condition=models.Q(('score__isnull', False), ('is_upheld__isnull', False), _connector='OR'), name='stage_score_says_something'),
        ),
        migrations.AddConstraint(
            model_name='stagescore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_upheld', False), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='stage_score_refused_has_note'),
        ),
    ]
