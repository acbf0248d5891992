"""The files of a revision are written out, whatever links the repository has."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from dovetail.unpacking import unpack


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "project"
    (top / "app").mkdir(parents=True)
    (top / "app/rules.py").write_text("RULES = 1\n")
    return top


def written(top: Path) -> Path:
    """What comes out of an archive of a folder."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(top, arcname="")
    archive.seek(0)
    folder = top.with_name("written")
    folder.mkdir()
    unpack(archive, folder, top)
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
