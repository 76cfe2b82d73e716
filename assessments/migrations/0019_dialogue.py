import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0018_external_scores'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_from_unit', models.BooleanField(verbose_name='dari perangkat daerah')),
                ('text', models.TextField(verbose_name='komentar')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='ditulis pada')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='assessments.answer')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'komentar',
                'verbose_name_plural': 'komentar',
                'ordering': ['answer', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='alasan sanggahan')),
                ('state', models.CharField(choices=[('filed', 'Menunggu keputusan'), ('upheld', 'Keputusan tetap'), ('granted', 'Sanggahan diterima'), ('withdrawn', 'Ditarik kembali')], default='filed', max_length=10, verbose_name='keadaan')),
                ('filed_at', models.DateTimeField(verbose_name='diajukan pada')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='diputuskan pada')),
                ('decision_reason', models.TextField(blank=True, verbose_name='alasan keputusan')),
                ('score', models.DecimalField(blank=True, decimal_places=6, max_digits=10, null=True, verbose_name='nilai sesudah sanggahan')),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='assessments.answer')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='assessments.review', verbose_name='putusan')),
            ],
            options={
                'verbose_name': 'sanggahan',
                'verbose_name_plural': 'sanggahan',
                'ordering': ['filed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='objection_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state__in', ['filed', 'withdrawn'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['upheld', 'granted']), models.Q(('decision_reason', ''), _negated=True)), _connector='OR'), name='objection_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('score__isnull', False), ('state', 'granted')), models.Q(models.Q(('state', 'granted'), _negated=True), ('score__isnull', True)), _connector='OR'), name='objection_granted_has_score')],
            },
        ),
        migrations.CreateModel(
            name='SecondReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_raise', models.BooleanField(default=False, verbose_name='dipilih karena naik')),
                ('score', models.DecimalField(blank=True, decimal_places=6, max_digits=10, null=True, verbose_name='nilai pembaca kedua')),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('verdict', models.CharField(blank=True, choices=[('agrees', 'Sesuai'), ('differs', 'Berbeda')], max_length=8, verbose_name='hasil')),
                ('drawn_at', models.DateTimeField(verbose_name='dipilih pada')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='dibaca pada')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='diselaraskan pada')),
                ('settlement', models.TextField(blank=True, verbose_name='hasil penyelarasan')),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_reading', to='assessments.answer')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='second_readings', to='assessments.period')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_readings', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.review', verbose_name='putusan pertama')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pembacaan kedua',
                'verbose_name_plural': 'pembacaan kedua',
                'ordering': ['period', 'answer'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('score__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('read_at__isnull', False), ('reader__isnull', False), ('score__isnull', False)), _connector='OR'), name='second_reading_read_at_once'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'differs'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='second_reading_differs_with_note')],
            },
        ),
    ]
