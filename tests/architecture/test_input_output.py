"""Every way to a file, a process, the console and the environment is seen in the core, and none to a buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

TOUCHES = [
    "import builtins\nbuiltins.__dict__['open']('x')\n",
    "getattr(__builtins__, 'open')('x')\n",
    "import os\nvars(os)['environ']\n",
    "import gzip\nwith gzip.open('x') as f: pass\n",
    "from gzip import open as go\ndef f(p: str): return go(p)\n",
    "import bz2\nbz2.BZ2File('x')\n",
    "import tarfile as t\ndef f(p): return t.open(p)\n",
    "import os\nos.path.isdir('x')\n",
    "import os.path as osp\nosp.exists('x')\n",
    "from os import path\npath.getsize('x')\n",
    "import os\nos.spawnlp(os.P_WAIT, 'x')\n",
    "import os\nget = os.getenv\nget('x')\n",
    "import logging.handlers\nlogging.handlers.RotatingFileHandler('x')\n",
    "from logging.handlers import SysLogHandler\nSysLogHandler()\n",
    "import logging\nlogging.FileHandler('x')\n",
    "import traceback\ntry: pass\nexcept Exception: traceback.print_exc()\n",
    "from pprint import pprint\npprint(1)\n",
    "import xml.etree.ElementTree as ET\nET.parse('x')\n",
    "import io\nio.FileIO('x')\n",
    "log = print\nlog('x')\n",
    "def f(emit=print): emit('x')\n",
    "list(map(print, []))\n",
    "from functools import partial\np = partial(open, 'x')\np()\n",
    "import os\ngetattr(os, 'system')('ls')\n",
    "import importlib.resources\nimportlib.resources.files('a')\n",
    "import pkgutil\npkgutil.get_data('a','b')\n",
    ("from pathlib import Path\ndef base() -> Path: return Path('x')\ndef f(): return base().read_text()\n"),
    "from pathlib import Path\nA, B = Path('a'), 1\nA.exists()\n",
    "import pathlib\np = pathlib.Path(__file__).resolve().parents[2]\n(p / 'x').open()\n",
    "from pathlib import Path as P\nroot: P = P('x')\nroot.joinpath('a').touch()\n",
    "from pathlib import Path\nfor p in [Path('x')]: p.read_text()\n",
    "from pathlib import Path\nif (p := Path('x')).exists(): pass\n",
    (
        "from pathlib import Path\n"
        "class A:\n"
        "    root = Path('x')\n"
        "    def f(self): return (self.root / 'a').is_symlink()\n"
    ),
    "from pathlib import Path\nPath.cwd()\n",
    (
        "import asyncio\n"
        "async def f():\n"
        "    loop = asyncio.get_running_loop()\n"
        "    await loop.create_datagram_endpoint(None)\n"
    ),
    "import sys\nprint('x', file=sys.stderr)\n",
    "print('x', file=None)\n",
    "import sys as s\ns.__stdout__.write('x')\n",
    "from sys import stdout as out\nout.write('x')\n",
    "import zipfile\nzipfile.ZipFile(open('x'))\n",
    "import zipfile\ndef f(p): return zipfile.ZipFile(p)\n",
    "import codecs\ncodecs.open('x')\n",
    "from os import *\nexecvp('a', [])\n",
    "import linecache\nlinecache.getline('x', 1)\n",
    "import posix\nposix.open('x', 1)\n",
    "import builtins as b\nb.print('x')\n",
    "from builtins import open as o\no('x')\n",
    "import logging\nlogging.basicConfig(level=1, filename='x')\n",
    "from shop.compat import listdir\nlistdir('x')\n",
    "import sys\ndef f(out=sys.stdout): out.write('x')\n",
    "import os\nd = {'a': os.environ}\n\n",
    "from os import environ as e\n\n",
    "import lzma\nlzma.open('x')\n",
    "from importlib.resources import files\nfiles('a')\n",
    "from importlib import resources as r\nr.files('a')\n",
    "from concurrent.futures import ProcessPoolExecutor\n\n",
    "import code\ncode.interact()\n",
    "from pathlib import Path\ndef f(ps: list[Path]): return ps[0].exists()\n",
    "import os\nwith os.fdopen(1) as f: pass\n",
    "import os\nos.path.realpath('x')\n",
    "import os\nos.path.expanduser('~')\n",
    "import tokenize\ntokenize.open('x')\n",
    "import urllib.request as r\nr.urlopen('x')\n",
    "from urllib import request\nrequest.urlopen('x')\n",
    "import http.client\n\n",
    "from http import client\n\n",
    "import sqlite3\n",
    "def f():\n    import subprocess\n    subprocess.run([])\n",
    "class A:\n    out = print\n\n",
    "import wave\nwave.open('x')\n",
    "from xml.dom import minidom\nminidom.parse('x')\n",
]


@pytest.mark.parametrize("text", TOUCHES)
def test_a_way_to_the_outside(text: str, tmp_path: Path) -> None:
    files = {"shop/domain/x.py": text, "shop/compat.py": "from os import listdir\n"}
    assert broken_rules(tmp_path, files) == {"ARCH-14"}


HARMLESS = [
    "import io\nimport zipfile\ndef f(data: bytes): return zipfile.ZipFile(io.BytesIO(data))\n",
    (
        "import io, gzip\n"
        "def f(data):\n"
        "    buf = io.BytesIO(data)\n"
        "    with gzip.GzipFile(fileobj=buf) as g: return g.read()\n"
    ),
    "import gzip\ngzip.compress(b'x')\n",
    "import zipfile\ndef f(a: zipfile.ZipFile): return a.namelist()\n",
    "import os\nos.path.join('a', 'b'); os.fspath('x'); os.sep; os.linesep; os.PathLike\n",
    "import logging\nlog = logging.getLogger(__name__)\nlog.info('x')\n",
    "from typing import TextIO\ndef f(out: TextIO): print('x', file=out)\n",
    (
        "from io import StringIO\n"
        "class A:\n"
        "    def __init__(self): self.buf = StringIO()\n"
        "    def f(self): print('x', file=self.buf)\n"
    ),
    (
        "from pathlib import Path\n"
        "def f(name: str): return name.replace('a', 'b')\n"
        "def g(name: Path): return name.name\n"
    ),
    "def f(name):\n    return name.replace('a','b')\n",
    "from pathlib import Path, PurePath\ndef f(ps: list[Path]): return ps.copy()\n",
    "import traceback\ntraceback.format_exc()\n",
    "import xml.etree.ElementTree as ET\nET.fromstring('<a/>')\n",
    "import io, xml.etree.ElementTree as ET\nET.parse(io.StringIO('<a/>'))\n",
    "import asyncio\nasync def f(): await asyncio.gather(); await asyncio.sleep(0)\n",
    "import sys\nsys.maxsize; sys.version_info\n",
    "import os\ndef f(path: 'str | os.PathLike[str]'): ...\n",
    "import codecs\ncodecs.encode('x', 'rot13')\n",
    (
        "from io import StringIO\n"
        "import traceback\n"
        "def f(e):\n"
        "    s = StringIO()\n"
        "    traceback.print_exception(e, file=s)\n"
    ),
    "from pprint import pformat\npformat(1)\n",
    (
        "import io, csv\n"
        "def f():\n"
        "    out = io.StringIO(newline='')\n"
        "    w = csv.writer(out)\n"
        "    return out.getvalue()\n"
    ),
    "from functools import partial\nimport io\nbuf = io.StringIO()\nemit = partial(print, file=buf)\n",
    "class Door:\n    def open(self): ...\n    def close(self):\n        self.open()\n",
    "def open_account(open: bool): return open\n",
    (
        "from dataclasses import dataclass\n"
        "@dataclass\n"
        "class A:\n"
        "    input: str\n"
        "    print: bool = False\n"
        "    def f(self): return self.input\n"
    ),
    "import os\nfrom os import PathLike\nos.getpid(); os.urandom(3)\n",
    "import urllib.parse\nfrom http import HTTPStatus\nfrom urllib.error import URLError\n",
    "from concurrent.futures import ThreadPoolExecutor\nimport threading\n",
    "import logging\nclass H(logging.Handler): ...\n",
    "import time, random, uuid, datetime\ndatetime.datetime.now()\n",
    "import pickle\npickle.dumps(1)\nimport json\njson.loads('1')\n",
    "def f(path):\n    return path.exists()\n",
    "input = 1\nx = input\n",
    "def f(x):\n    match x:\n        case {'open': open}: return open\n",
    "def f(xs): return [open for open in xs]\n",
    "import tarfile, io\ndef f(b): return tarfile.open(fileobj=io.BytesIO(b), mode='r')\n",
    "from typing import BinaryIO\nimport wave\ndef f(b: BinaryIO): return wave.open(b)\n",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_stays_inside(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/domain/x.py": text}) == set()


def test_a_door_that_is_handed_on_twice(tmp_path: Path) -> None:
    """The helper imports `os` for itself, and hands on what another one calls by a name of its own."""
    files = {
        "shop/domain/x.py": "from shop.helper import settings\nprice = settings['PRICE']\n",
        "shop/helper.py": "import os\nfrom shop.inner import settings\nhere = os.sep\n",
        "shop/inner.py": "import shop.names\nfrom shop.names import settings\n",
        "shop/names.py": "from os import environ as settings\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-14"}


def test_a_helper_that_keeps_the_door_to_itself(tmp_path: Path) -> None:
    files = {
        "shop/domain/x.py": "from shop.helper import join\nname = join('a', 'b')\n",
        "shop/helper.py": "import os\ndef join(*parts): return os.sep.join(parts)\n",
    }
    assert broken_rules(tmp_path, files) == set()


def test_what_is_handed_on_by_one_module_after_another(tmp_path: Path) -> None:
    files = {
        "shop/tools/__init__.py": "from .inner import rm\n",
        "shop/tools/inner.py": "from os import remove as rm\ndef harmless(): ...\n",
        "shop/domain/x.py": "from shop.tools import rm\ndef f(path): rm(path)\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-14"}


def test_what_is_handed_on_by_a_star(tmp_path: Path) -> None:
    files = {
        "shop/tools.py": "from os import remove\n",
        "shop/domain/x.py": "from shop.tools import *\ndef f(path): remove(path)\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-14"}


def test_a_helper_that_touches_files_itself_is_not_what_it_hands_on(tmp_path: Path) -> None:
    """It belongs to no layer: what it does is its own affair, and an import is no input."""
    files = {
        "shop/tools.py": "import os\ndef harmless(x): return x\ndef other(p): os.remove(p)\n",
        "shop/domain/x.py": "from shop import tools\ndef f(x): return tools.harmless(x)\n",
    }
    assert broken_rules(tmp_path, files) == set()
