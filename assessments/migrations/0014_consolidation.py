import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_access_append_only'),
        ('assessments', '0013_stages_of_old_periods'),
        ('indicators', '0002_crosswalk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='indicatorresult',
            name='explanation',
            field=models.TextField(blank=True, verbose_name='penjelasan konsolidasi'),
        ),
        migrations.AddField(
            model_name='indicatorresult',
            name='version',
            field=models.PositiveIntegerField(default=0, verbose_name='versi'),
        ),
        migrations.CreateModel(
            name='CoverageEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('met', 'Memenuhi'), ('unmet', 'Belum memenuhi'), ('out_of_scope', 'Di luar cakupan')], max_length=12, verbose_name='keadaan')),
                ('note', models.TextField(blank=True, verbose_name='keterangan')),
                ('set_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage_entries', to='assessments.period')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'cakupan perangkat daerah',
                'verbose_name_plural': 'cakupan perangkat daerah',
                'ordering': ['period', 'indicator__number', 'unit__name'],
                'constraints': [models.UniqueConstraint(fields=('period', 'indicator', 'unit'), name='coverage_entry_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'out_of_scope'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='coverage_exception_has_note')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(choices=[('lead', 'Nilai penanggung jawab'), ('minimum', 'Nilai terendah penanggung jawab dan pendukung'), ('average', 'Rata-rata (untuk keperluan internal, bukan indeks resmi)')], max_length=10, verbose_name='cara menggabungkan nilai')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('set_at', models.DateTimeField(verbose_name='ditetapkan pada')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicator_policies', to='assessments.period')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kebijakan indikator',
                'verbose_name_plural': 'kebijakan indikator',
                'ordering': ['period', 'indicator__number'],
                'constraints': [models.UniqueConstraint(fields=('period', 'indicator'), name='indicator_policy_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='indicator_policy_has_reason')],
            },
        ),
    ]
