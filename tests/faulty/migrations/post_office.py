"""What goes wrong with the post office's migrations."""

from __future__ import annotations

from correct.migrations import post_office
from correct.migrations.post_office import PostOffice
from correct.migrations.trees import django_step


def changed(name: str, *replaced: tuple[str, str]) -> dict[str, str]:
    """The office's files, with something replaced in one of them."""
    text = post_office.FILES[name]
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return {**post_office.FILES, name: text}


def added(name: str, operations: str, after: str = "0005_insured", head: str = "") -> dict[str, str]:
    """The office's files, and a migration more."""
    text = django_step(int(name[:4]), operations, after=after, head=head)
    return {**post_office.FILES, f"migrations/{name}.py": text}


class TwoLeaves(PostOffice):
    """MIG-01: two branches were merged in git, and their migrations were not."""

    files = added("0005_other", "", after="0004_rules")


class NotMadeYet(PostOffice):
    """MIG-03: a field whose migration nobody has made."""

    files = changed(
        "models.py", ("    insured =", "    fragile = models.BooleanField(default=False)\n        insured =")
    )


class OnlyInTheState(PostOffice):
    """MIG-03: a longer column that Django takes for made, and that no statement makes."""

    files = {
        **added(
            "0006_cities",
            """
            migrations.SeparateDatabaseAndState(
                state_operations=[
                    migrations.AlterField("Depot", "city", models.CharField(max_length=90, db_index=True)),
                ]
            ),
            """,
        ),
        "models.py": post_office.MODELS.replace("max_length=60", "max_length=90"),
    }


class NothingGoesBack(PostOffice):
    """MIG-04: a statement whose way back is said to be nothing. (MIG-05)"""

    files = added(
        "0006_heavy",
        """
        migrations.RunSQL("CREATE VIEW LABEL_heavy AS SELECT number FROM LABEL_parcel", migrations.RunSQL.noop),
        """,
    )


class RenamedByDropping(PostOffice):
    """MIG-06: what makemigrations writes where nobody answers that a field was renamed. (MIG-07)"""

    files = changed(
        "migrations/0002_renamed.py",
        (
            'migrations.RenameField("Parcel", "received", "taken_in"),',
            'migrations.AddField("Parcel", "taken_in", models.DateTimeField(null=True)),\n'
            '        migrations.RemoveField("Parcel", "received"),',
        ),
    )


class NothingComesBack(PostOffice):
    """MIG-07: a way back that does nothing, of a step that has changed values. (MIG-06)"""

    files = added(
        "0006_capitals",
        "migrations.RunPython(capitals, migrations.RunPython.noop),",
        head="""
        def capitals(apps, schema_editor):
            for depot in apps.get_model("LABEL", "Depot").objects.all():
                depot.city = depot.city.upper()
                depot.save()
        """,
    )


class InsertedAgain(PostOffice):
    """MIG-08: a row that is inserted again, since the way back leaves it."""

    files = added(
        "0006_return",
        "migrations.RunPython(insert, migrations.RunPython.noop),",
        head="""
        def insert(apps, schema_editor):
            depot, _ = apps.get_model("LABEL", "Depot").objects.get_or_create(code="R", city="Return")
            apps.get_model("LABEL", "Parcel").objects.create(
                number=str(apps.get_model("LABEL", "Parcel").objects.count()), weight=1, depot=depot
            )
        """,
    )
