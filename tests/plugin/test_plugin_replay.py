"""Failures are saved for each suite apart, and replayed first on the next run."""

from __future__ import annotations

from projects import Project, outcomes

SUITES = """
    from hypothesis import Phase
    from hypothesis.database import DirectoryBasedExampleDatabase

    class Picky(NoteContract):
        settings = NoteContract.settings.__class__(
            max_examples=300, phases=[{phases}], database=DirectoryBasedExampleDatabase("saved")
        )

    class Loses(InMemoryNotes):
        '''Loses texts of a kind that is not drawn at once.'''

        def find_by_id(self, note_id: str) -> Note | None:
            found = super().find_by_id(note_id)
            return found and Note(found.id, "" if len(found.text) > 3 else found.text)

    class LosesToo(Loses):
        pass

    class TestOne(Picky):
        adapter = Loses

    class TestTwo(Picky):
        adapter = {second}
"""

ALL = "Phase.reuse, Phase.generate, Phase.shrink"


def test_what_was_found_is_replayed_first(project: Project) -> None:
    """By each adapter from what it failed on itself; one that was corrected takes nothing from the other."""
    project.suites(SUITES.format(phases=ALL, second="LosesToo"))
    found = project.document("-k", "REPO-01")
    assert outcomes(found, "TestOne") == outcomes(found, "TestTwo") == {"REPO-01": "broken"}

    project.suites(SUITES.format(phases="Phase.reuse", second="InMemoryNotes"))
    again = project.document("-k", "REPO-01")

    assert outcomes(again, "TestTwo") == {"REPO-01": "held"}
    assert outcomes(again, "TestOne") == outcomes(project.document("-k", "REPO-01"), "TestOne") == {"REPO-01": "broken"}
    (one, _) = again["suites"]
    (before, _) = found["suites"]
    assert one["clauses"][0]["finding"] == before["clauses"][0]["finding"]
    assert one["clauses"][0]["examples"] < before["clauses"][0]["examples"]
