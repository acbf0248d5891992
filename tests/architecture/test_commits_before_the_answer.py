"""ARCH-18: who commits after the answer is found in whatever way that is written, and nobody else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = "from fastapi import Depends, APIRouter, FastAPI, Security\nrouter = APIRouter()\n"
PLAIN = "def get():\n    s = open_session()\n    yield s\n    s.commit()\n"
POST = "@router.post('/')\ndef place(s=Depends(get)): s.add(1)\n"

AFTER = {
    "plain": PLAIN + POST,
    "awaited": "async def get():\n    s = open_session()\n    yield s\n    await s.commit()\n" + POST,
    "else": (
        "def get():\n    s = f()\n    try: yield s\n    except E: raise\n    else:\n        s.commit()\n" + POST
    ),
    "finally": "def get():\n    s = f()\n    try:\n        yield s\n    finally:\n        s.commit()\n" + POST,
    "if dirty": "def get():\n    s = f()\n    yield s\n    if s.dirty:\n        s.commit()\n" + POST,
    "begin": "def get():\n    with Session.begin() as s:\n        yield s\n" + POST,
    "async begin": "async def get():\n    async with Session() as s, s.begin():\n        yield s\n" + POST,
    "own context manager": (
        "from contextlib import asynccontextmanager\n@asynccontextmanager\nasync def scope():\n    s = f()\n"
        "    yield s\n    await s.commit()\nasync def get():\n    async with scope() as s:\n        yield s\n" + POST
    ),
    "own class": (
        "class Unit:\n    def __enter__(self): return self\n    def __exit__(self, *e): self.s.commit()\n"
        "def get():\n    with Unit() as u:\n        yield u\n" + POST
    ),
    "security": PLAIN + "@router.post('/')\ndef place(s=Security(get)): s.add(1)\n",
    "keyword": PLAIN + "@router.post('/')\ndef place(s=Depends(dependency=get)): s.add(1)\n",
    "scope of the request": PLAIN + "@router.post('/')\ndef place(s=Depends(get, scope='request')): s.add(1)\n",
    "annotated": (
        f"from typing import Annotated\n{PLAIN}"
        "@router.post('/')\ndef place(s: Annotated[object, Depends(get)]): ...\n"
    ),
    "by an annotation's name": (
        "from typing import Annotated\n" + PLAIN + "Dep = Annotated[object, Depends(get)]\n"
        "@router.post('/')\ndef place(s: Dep): ...\n"
    ),
    "through another": (
        PLAIN + "def repo(s=Depends(get)): return s\n@router.post('/')\ndef place(r=Depends(repo)): ...\n"
    ),
    "by a default's name": PLAIN + "given = Depends(get)\n@router.post('/')\ndef place(s=given): ...\n",
    "of a router": PLAIN + "other = APIRouter(dependencies=[Depends(get)])\n",
    "of a decorator": PLAIN + "@router.post('/', dependencies=[Depends(get)])\ndef place(): ...\n",
    "one of several": PLAIN + POST + "@router.get('/')\ndef show(s=Depends(get)): ...\n",
    "added as a route": PLAIN + "def place(s=Depends(get)): ...\nrouter.add_api_route('/', place, methods=['POST'])\n",
    "by any route": PLAIN + "@router.api_route('/', methods=['GET', 'PUT'])\ndef put(s=Depends(get)): ...\n",
    "by another name": PLAIN + "from fastapi import Depends as D\n@router.put('/')\ndef put(s=D(get)): ...\n",
}  # fmt: skip


@pytest.mark.parametrize("text", AFTER.values(), ids=AFTER)
def test_a_commit_after_the_answer(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/entrypoints/http.py": BEGIN + text}) == {"ARCH-18"}


SCOPED = "@router.post('/')\ndef place(s=Depends(get, scope='function')): s.add(1)\n"
OTHERS = {
    "scope of the function": PLAIN + SCOPED,
    "a scope that is worked out": PLAIN + "@router.post('/')\ndef place(s=Depends(get, scope=SCOPE)): ...\n",
    "only read": PLAIN + "@router.get('/')\ndef show(s=Depends(get)): ...\n",
    "only read by any": PLAIN + "@router.api_route('/', methods=['GET', 'HEAD'])\ndef show(s=Depends(get)): ...\n",
    "added as one that reads": PLAIN + "def show(s=Depends(get)): ...\nrouter.add_api_route('/', show)\n",
    "a web socket": PLAIN + "@router.websocket('/')\ndef talk(s=Depends(get)): ...\n",
    "committed in the endpoint": PLAIN + "@router.post('/')\ndef place(s=Depends(get)): s.commit()\n",
    "committed before": "def get():\n    s = f()\n    s.commit()\n    yield s\n" + POST,
    "closed": "def get():\n    s = f()\n    try:\n        yield s\n    finally:\n        s.close()\n" + POST,
    "committed where something failed": (
        "def get():\n    s = f()\n    try:\n        yield s\n    except E:\n        log.commit()\n" + POST
    ),
    "committed by a function inside": (
        "def get():\n    s = f()\n    def later(): s.commit()\n    yield s, later\n" + POST
    ),
    "a savepoint": "def get():\n    with s.begin_nested():\n        yield s\n" + POST,
    "a session that is only closed": "def get():\n    with Session() as s:\n        yield s\n" + POST,
    "never asked for": PLAIN,
    "asked for by what nobody routes": PLAIN + "def place(s=Depends(get)): ...\n",
    "a transaction of its own": "def get():\n    with s.begin():\n        prepare()\n    yield s\n" + POST,
    "one or the other": (
        "def get():\n    if a:\n        yield 1\n    else:\n        s.commit()\n        yield 2\n" + POST
    ),
    "another framework's": PLAIN + "from faststream import Depends as On\ndef place(s=On(get)): ...\n",
    "a generator of values": "def rows():\n    yield 1\n    s.commit()\n@router.post('/')\ndef place(): rows()\n",
}  # fmt: skip


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_nobody_else(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/entrypoints/http.py": BEGIN + text}) == set()


@pytest.mark.parametrize(
    "files",
    [
        {"shop/application/place.py": "def place(unit):\n    unit.commit()\n"},
        {"shop/adapters/rows.py": "class Rows:\n    def insert(self): self.session.commit()\n"},
        {"requirements.txt": "fastapi==0.115.2\n"},
        {"uv.lock": '[[package]]\nname = "fastapi"\nversion = "0.110.0"\n'},
    ],
    ids=["the use case", "the adapter", "a FastAPI that waits", "a lock of one that waits"],
)
def test_where_it_was_committed_before(files: dict[str, str], tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/entrypoints/http.py": BEGIN + PLAIN + POST, **files}) == set()


@pytest.mark.parametrize(
    "files",
    [
        {"shop/adapters/unit.py": "class Unit:\n    def commit(self): self.session.commit()\n"},
        {"requirements.txt": "fastapi>=0.110\nfastapi-users==0.115\n"},
        {"uv.lock": '[[package]]\nname = "fastapi"\nversion = "0.121.0"\n'},
    ],
    ids=["a unit that is told to", "a range", "a newer one"],
)
def test_where_it_was_not(files: dict[str, str], tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/entrypoints/http.py": BEGIN + PLAIN + POST, **files}) == {"ARCH-18"}


def test_the_finding_stands_at_the_commit_and_says_what_to_write(tmp_path: Path) -> None:
    broken_rules(tmp_path, {"shop/entrypoints/http.py": BEGIN + PLAIN + POST})
    (finding,) = lint(tmp_path).findings

    assert (finding.path, finding.line) == ("shop/entrypoints/http.py", 6)
    assert 'Depends(get, scope="function")' in finding.fix
