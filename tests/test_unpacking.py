"""The files of a revision are written out, whatever links the repository has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dovetail.unpacking import unpack


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "project"
    (top / "app").mkdir(parents=True)
    (top / "app/rules.py").write_text("RULES = 1\n")
    return top


def commit(top: Path) -> None:
    """Make a repository of a folder."""
    git = ["git", "-C", str(top), "-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for arguments in (
        ["init", "-q"],
        ["-c", "advice.addEmbeddedRepo=false", "add", "-A"],
        ["commit", "-q", "-m", "all"],
    ):
        subprocess.run([*git, *arguments], check=True)


def written(top: Path) -> Path:
    """What comes out of a commit of a folder."""
    commit(top)
    folder = top.with_name("written")
    folder.mkdir()
    unpack(top, "HEAD", folder)
    return folder


def test_an_absolute_link_leads_to_what_was_written(top: Path) -> None:
    (top / "linked.py").symlink_to(top / "app/rules.py")
    folder = written(top)
    assert (folder / "linked.py").resolve() == folder / "app/rules.py"


def test_a_link_out_of_the_repository_leads_there_still(top: Path) -> None:
    """As that of an interpreter or of data which somebody committed by mistake; it need not be there."""
    (top / "app/python").symlink_to("/usr/bin/python3")
    (top / "data").symlink_to("../nowhere")
    folder = written(top)
    assert (folder / "app/python").readlink() == Path("/usr/bin/python3")
    assert (folder / "data").readlink() == top.with_name("nowhere")
    assert (folder / "app/rules.py").read_text() == "RULES = 1\n"


def test_a_link_to_the_folder_itself_is_one(top: Path) -> None:
    (top / "app/up").symlink_to("..")
    (top / "app/all").symlink_to(top)
    folder = written(top)
    assert (folder / "app/up").resolve() == (folder / "app/all").resolve() == folder


def test_what_archives_leave_out_is_written_as_it_was_committed(top: Path) -> None:
    (top / ".gitattributes").write_text("app/rules.py export-ignore\n*.txt export-subst\n")
    (top / "note.txt").write_text("$Format:%H$\n")
    folder = written(top)
    assert (folder / "app/rules.py").read_text() == "RULES = 1\n"
    assert (folder / "note.txt").read_text() == "$Format:%H$\n"


def test_names_of_every_kind(top: Path) -> None:
    """Git quotes them, unless it is told to end each with a zero byte."""
    for name in ("größe.py", "two words.py", 'a"quote.py', "-dash.py"):
        (top / name).write_text("x = 1\n")
    assert {path.name for path in written(top).iterdir()} == {path.name for path in top.iterdir()} - {".git"}


def test_a_submodule_is_written_as_it_was_named(top: Path) -> None:
    """What is not checked out is left out."""
    library = top / "app/library"
    for folder, text in ((library, "BOOKS = 1\n"), (top / "app/absent", "")):
        folder.mkdir()
        (folder / "books.py").write_text(text)
        commit(folder)
    commit(top)
    (library / "books.py").write_text("BOOKS = 2\n")
    shutil.rmtree(top / "app/absent/.git")
    folder = top.with_name("written")
    unpack(top, "HEAD", folder)
    assert (folder / "app/library/books.py").read_text() == "BOOKS = 1\n"
    assert not (folder / "app/absent/books.py").exists()
