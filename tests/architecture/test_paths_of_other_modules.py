"""A path, or a builtin under another name, may come from another module of the repository; a tree at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garden import broken, in_the_domain

if TYPE_CHECKING:
    from pathlib import Path

PLACES = (
    "from dataclasses import dataclass\nfrom pathlib import Path\nimport os\n"
    "HERE = Path(__file__).parent\n"
    "NAMES = ('roses', 'tulips')\n"
    "def shed() -> Path: return HERE / 'shed'\n"
    "def label(bed: int) -> str: return str(bed)\n"
    "def _inside():\n    tool = HERE / 'tool'\n    return str(tool)\n"
    "tool = 'spade'\n"
    "@dataclass\nclass Plan:\n    sheet: Path\n    title: str\n"
    "read = open\n"
)
TOOLS = {"garden/tools/__init__.py": "from garden.places import HERE as ground\n"}
FAULTY = {
    "constant": "from garden.places import HERE\nX = (HERE / 'roses.txt').read_text()\n",
    "function": "from garden.places import shed\nX = (shed() / 'rake').exists()\n",
    "through_its_module": "from garden import places\nX = places.HERE.joinpath('a').is_file()\n",
    "handed_on": "from garden.tools import ground\nX = (ground / 'a').mkdir()\n",
    "attribute": "from garden.places import Plan\ndef f(plan: Plan): return plan.sheet.read_bytes()\n",
    "kept_attribute": (
        "from garden.places import Plan\n"
        "class Draw:\n    def __init__(self, plan: Plan): self.plan = plan\n    def go(self): self.plan.sheet.touch()\n"
    ),
    "builtin": "from garden.places import read\nX = read('a')\n",
    "door_of_a_module": "import garden.places\nX = garden.places.os.getenv('A')\n",
    "cast": "from pathlib import Path\nfrom typing import cast\ndef f(p): return cast('Path', p).exists()\n",
    "awaited": "from pathlib import Path\nasync def g() -> Path: ...\nasync def f(): return (await g()).stat()\n",
    "by_keyword": "import xml.etree.ElementTree as ET\nX = ET.ElementTree(file='roses.xml')\n",
    "put_in_place": "import os\nos.environ |= {'A': 'b'}\n",
    "by_its_home": "import asyncio.streams\nasync def f(): return await asyncio.streams.open_connection('a', 1)\n",
}
CLEAN = {
    "named": "from garden.places import HERE as ground\nX = ground / 'a'\n",
    "text": "from garden.places import label\nX = label(1).exists()\n",
    "title": "from garden.places import Plan\ndef f(plan: Plan): return plan.title.open()\n",
    "names": "from garden.places import NAMES\nX = NAMES.exists()\n",
    "of_a_function": "from garden.places import tool\nX = tool.unlink()\n",
    "of_a_buffer": "import io\nimport xml.etree.ElementTree as ET\nX = ET.ElementTree(file=io.StringIO('<a/>'))\n",
    "hidden": "from garden.places import HERE\ndef f(HERE: str): return HERE.exists()\n",
}


def test_what_another_module_says_is_a_path(tmp_path: Path) -> None:
    found = broken(tmp_path, {"garden/places.py": PLACES, **TOOLS, **in_the_domain(FAULTY), **in_the_domain(CLEAN)})
    assert found == {f"garden.domain.{name}": {"ARCH-14"} for name in FAULTY}
