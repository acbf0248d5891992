"""A post office in Django: a rename, a backfill whose way back does nothing, an irreversible step, JSON, a squash."""

from __future__ import annotations

from correct.migrations.trees import DjangoProject, django_step

MODELS = """
    from django.db import models


    class Depot(models.Model):
        code = models.CharField(max_length=8, primary_key=True)
        city = models.CharField(max_length=60, db_index=True)


    class Parcel(models.Model):
        number = models.CharField(max_length=20, unique=True)
        weight = models.PositiveIntegerField()
        fee = models.DecimalField(max_digits=8, decimal_places=2, default=0)
        taken_in = models.DateTimeField(null=True)
        depot = models.ForeignKey(Depot, on_delete=models.PROTECT)
        labels = models.JSONField(default=dict)
        slug = models.SlugField(max_length=40, null=True)
        routes = models.ManyToManyField(Depot, related_name="passing")
        insured = models.BooleanField(default=False)

        class Meta:
            indexes = [models.Index(fields=["depot", "taken_in"], name="LABEL_by_depot")]
            constraints = [models.CheckConstraint(condition=models.Q(fee__gte=0), name="LABEL_fee")]
"""
FIRST = django_step(
    1,
    """
    migrations.CreateModel(
        name="Depot",
        fields=[
            ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
            ("city", models.CharField(max_length=60, db_index=True)),
        ],
    ),
    migrations.CreateModel(
        name="Parcel",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("code", models.CharField(max_length=20, unique=True)),
            ("weight", models.PositiveIntegerField()),
            ("received", models.DateTimeField(null=True)),
            ("depot", models.ForeignKey("LABEL.Depot", on_delete=models.PROTECT)),
        ],
    ),
    """,
)
RENAMED = django_step(
    2,
    """
    migrations.RenameField("Parcel", "code", "number"),
    migrations.RenameField("Parcel", "received", "taken_in"),
    migrations.AddField("Parcel", "fee", models.DecimalField(max_digits=8, decimal_places=2, default=0)),
    migrations.AddField("Parcel", "labels", models.JSONField(default=dict)),
    """,
    after="0001_first",
)
SLUGS = django_step(
    3,
    """
    migrations.AddField("Parcel", "slug", models.SlugField(max_length=40, null=True)),
    migrations.RunPython(fill_slugs, migrations.RunPython.noop),
    """,
    after="0002_renamed",
    head="""
    def fill_slugs(apps, schema_editor):
        for parcel in apps.get_model("LABEL", "Parcel").objects.all():
            parcel.slug = f"parcel-{parcel.pk}"
            parcel.save()
    """,
)
RULES = django_step(
    4,
    """
    migrations.AddField("Parcel", "routes", models.ManyToManyField("LABEL.Depot", related_name="passing")),
    migrations.AddIndex("Parcel", models.Index(fields=["depot", "taken_in"], name="LABEL_by_depot")),
    migrations.AddConstraint(
        "Parcel", models.CheckConstraint(condition=models.Q(fee__gte=0), name="LABEL_fee")
    ),
    """,
    after="0003_slugs",
)
INSURED = django_step(
    5,
    """
    migrations.AddField("Parcel", "insured", models.BooleanField(default=False)),
    migrations.RunPython(insure),
    """,
    after="0004_rules",
    head="""
    def insure(apps, schema_editor):
        apps.get_model("LABEL", "Parcel").objects.filter(fee__gt=1).update(insured=True)
    """,
)
FILES = {
    "models.py": MODELS,
    "migrations/0001_first.py": FIRST,
    "migrations/0002_renamed.py": RENAMED,
    "migrations/0003_slugs.py": SLUGS,
    "migrations/0004_rules.py": RULES,
    "migrations/0005_insured.py": INSURED,
}


class PostOffice(DjangoProject):
    files = FILES


class Squashed(DjangoProject):
    """The first two files and the one that replaces them, side by side."""

    files = {
        **FILES,
        "migrations/0001_squashed_0002.py": FIRST.replace(
            '"code", models.CharField(max_length=20', '"number", models.CharField(max_length=20'
        )
        .replace('"received"', '"taken_in"')
        .replace(
            "    operations = [",
            '    replaces = [("LABEL", "0001_first"), ("LABEL", "0002_renamed")]\n    operations = [',
        )
        .replace(
            '("depot", models.ForeignKey',
            '("fee", models.DecimalField(max_digits=8, decimal_places=2, default=0)),\n'
            '                ("labels", models.JSONField(default=dict)),\n'
            '                ("depot", models.ForeignKey',
        ),
    }
