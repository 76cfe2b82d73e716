import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_append_only = importlib.import_module("assessments.migrations.0002_append_only")


def _step_aside(apps, schema_editor):
    _append_only.remove(schema_editor.connection)


def _guard(apps, schema_editor):
    _append_only.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_people_and_access'),
        ('assessments', '0011_upload_opened_at'),
        ('indicators', '0002_crosswalk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # SQLite rebuilds the table of reviews and loses its triggers with it.
    operations = [
        migrations.RunPython(_step_aside, _guard),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='isian')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='versi')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah pada')),
            ],
            options={
                'verbose_name': 'isian berita acara',
                'verbose_name_plural': 'isian berita acara',
                'ordering': ['period'],
            },
        ),
        migrations.CreateModel(
            name='PeriodDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='isian')),
                ('step', models.PositiveSmallIntegerField(default=1, verbose_name='langkah')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='versi')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dibuat pada')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah pada')),
            ],
            options={
                'verbose_name': 'rancangan periode',
                'verbose_name_plural': 'rancangan periode',
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='ReviewAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assigned_at', models.DateTimeField(auto_now_add=True, verbose_name='dibagi pada')),
            ],
            options={
                'verbose_name': 'pembagian reviu',
                'verbose_name_plural': 'pembagian reviu',
                'ordering': ['period', 'assessor__name', 'aspect', 'unit'],
            },
        ),
        migrations.CreateModel(
            name='ReviewLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField(verbose_name='dibuka pada')),
                ('expires_at', models.DateTimeField(verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'pegangan reviu',
                'verbose_name_plural': 'pegangan reviu',
                'ordering': ['answer'],
            },
        ),
        migrations.CreateModel(
            name='SignedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('minutes', 'Berita Acara Penilaian Mandiri'), ('consent', 'Pernyataan Persetujuan Publikasi')], max_length=10, verbose_name='jenis')),
                ('stored_name', models.CharField(max_length=120, verbose_name='nama simpanan')),
                ('original_name', models.CharField(max_length=255, verbose_name='nama berkas')),
                ('size', models.PositiveBigIntegerField(verbose_name='ukuran')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('digest', models.CharField(max_length=64, verbose_name='sidik data')),
                ('digest_source', models.CharField(default='person', max_length=10, verbose_name='asal sidik')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='diunggah pada')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='tidak berlaku sejak')),
                ('voided_reason', models.TextField(blank=True, verbose_name='alasan tidak berlaku')),
            ],
            options={
                'verbose_name': 'dokumen bertanda tangan',
                'verbose_name_plural': 'dokumen bertanda tangan',
                'ordering': ['result', 'kind', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('employee_number', models.CharField(blank=True, max_length=30, verbose_name='NIP')),
                ('position', models.CharField(blank=True, max_length=150, verbose_name='jabatan')),
                ('duty', models.CharField(choices=[('coordinator', 'Koordinator SPBE'), ('responsible', 'Penanggung jawab'), ('data_entry', 'Pelaksana entri data'), ('member', 'Anggota')], default='member', max_length=12, verbose_name='peran dalam tim')),
                ('functions', models.JSONField(blank=True, default=list, verbose_name='fungsi yang diwakili')),
                ('decree_number', models.CharField(blank=True, max_length=80, verbose_name='nomor SK')),
                ('decree_date', models.DateField(blank=True, null=True, verbose_name='tanggal SK')),
            ],
            options={
                'verbose_name': 'anggota tim',
                'verbose_name_plural': 'anggota tim',
                'ordering': ['period', 'name'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_score_fits_verdict',
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_reason_unless_accepted',
        ),
        migrations.AddField(
            model_name='period',
            name='activity',
            field=models.CharField(choices=[('monitoring', 'Pemantauan'), ('evaluation', 'Evaluasi')], default='evaluation', max_length=10, verbose_name='jenis kegiatan'),
        ),
        migrations.AddField(
            model_name='period',
            name='participants',
            field=models.ManyToManyField(blank=True, related_name='+', to='accounts.unit', verbose_name='perangkat daerah peserta'),
        ),
        migrations.AddField(
            model_name='period',
            name='stage',
            field=models.CharField(choices=[('preparation', 'Persiapan'), ('filling', 'Pengisian perangkat daerah'), ('review', 'Reviu internal dan perbaikan'), ('consolidation', 'Konsolidasi'), ('validation', 'Validasi'), ('signing', 'Pengesahan'), ('national_entry', 'Entri nasional'), ('document', 'Penilaian dokumen'), ('interview', 'Penilaian interviu'), ('visit', 'Penilaian visitasi'), ('harmonisation', 'Harmonisasi'), ('final', 'Final'), ('follow_up', 'Tindak lanjut')], default='preparation', max_length=15, verbose_name='tahap'),
        ),
        migrations.AddField(
            model_name='review',
            name='confirms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='assessments.review', verbose_name='menguatkan'),
        ),
        migrations.AddField(
            model_name='review',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='diperbaiki paling lambat'),
        ),
        migrations.AddField(
            model_name='review',
            name='missing',
            field=models.JSONField(blank=True, default=list, verbose_name='yang perlu dilengkapi'),
        ),
        migrations.AddField(
            model_name='review',
            name='reason_codes',
            field=models.JSONField(blank=True, default=list, verbose_name='kode alasan'),
        ),
        migrations.AddField(
            model_name='review',
            name='recommendation',
            field=models.TextField(blank=True, verbose_name='rekomendasi'),
        ),
        migrations.AddField(
            model_name='review',
            name='ticks',
            field=models.JSONField(blank=True, default=dict, verbose_name='centang kriteria'),
        ),
        migrations.AddField(
            model_name='review',
            name='undoes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='assessments.review', verbose_name='mengurungkan'),
        ),
        migrations.AlterField(
            model_name='answer',
            name='status',
            field=models.CharField(choices=[('empty', 'Belum diisi'), ('draft', 'Draf'), ('complete', 'Lengkap'), ('waiting', 'Menunggu reviu'), ('raised', 'Menunggu asesor kedua'), ('returned', 'Perlu perbaikan'), ('accepted', 'Disetujui'), ('adjusted', 'Disesuaikan')], default='empty', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.CharField(choices=[('accept', 'Diterima'), ('adjust', 'Disesuaikan'), ('send_back', 'Dikembalikan'), ('raise', 'Menunggu asesor kedua'), ('undo', 'Diurungkan')], max_length=10, verbose_name='putusan'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('score__isnull', True), ('verdict__in', ['send_back', 'undo'])), models.Q(('score__isnull', False), ('verdict', 'raise')), models.Q(('score', models.F('claimed_score')), ('score__isnull', False), ('verdict', 'accept')), models.Q(('score__isnull', False), ('verdict', 'adjust'), models.Q(('score', models.F('claimed_score')), _negated=True)), _connector='OR'), name='review_score_fits_verdict'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['accept', 'undo']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='review_reason_unless_accepted'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('confirms__isnull', True), ('verdict__in', ['accept', 'adjust']), _connector='OR'), name='review_confirms_by_a_score'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undoes__isnull', False), ('verdict', 'undo')), models.Q(models.Q(('verdict', 'undo'), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='review_undo_names_what'),
        ),
        migrations.AddField(
            model_name='minutes',
            name='period',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='assessments.period'),
        ),
        migrations.AddField(
            model_name='minutes',
            name='updated_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='perioddraft',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='perioddraft',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='period_drafts', to='accounts.institution'),
        ),
        migrations.AddField(
            model_name='reviewassignment',
            name='aspect',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.aspect'),
        ),
        migrations.AddField(
            model_name='reviewassignment',
            name='assessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_assignments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewassignment',
            name='assigned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewassignment',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_assignments', to='assessments.period'),
        ),
        migrations.AddField(
            model_name='reviewassignment',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit'),
        ),
        migrations.AddField(
            model_name='reviewlock',
            name='answer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review_lock', to='assessments.answer'),
        ),
        migrations.AddField(
            model_name='reviewlock',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signeddocument',
            name='result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_documents', to='assessments.result'),
        ),
        migrations.AddField(
            model_name='signeddocument',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='teammember',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='assessments.period'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='perangkat daerah'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='reviewassignment',
            constraint=models.UniqueConstraint(fields=('period', 'assessor', 'aspect', 'unit'), name='review_assignment_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewassignment',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('period', 'assessor', 'aspect'), name='review_assignment_aspect_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewassignment',
            constraint=models.UniqueConstraint(condition=models.Q(('aspect__isnull', True)), fields=('period', 'assessor', 'unit'), name='review_assignment_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewassignment',
            constraint=models.CheckConstraint(condition=models.Q(('aspect__isnull', False), ('unit__isnull', False), _connector='OR'), name='review_assignment_says_what'),
        ),
        migrations.AddConstraint(
            model_name='signeddocument',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('result', 'kind'), name='signed_document_once'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('duty', 'data_entry')), fields=('period',), name='team_one_data_entry', violation_error_message='Pelaksana entri data hanya satu orang untuk setiap periode.'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('duty', 'coordinator')), fields=('period',), name='team_one_coordinator', violation_error_message='Koordinator SPBE hanya satu orang untuk setiap periode.'),
        ),
        migrations.RunPython(_guard, _step_aside),
    ]
