"""The page in a browser: filtered, copied from, read by keyboard and screen reader, on a phone, with 300 suites."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checking"))

from gate_documents import clause, import_of, lint, suite, suites

from dovetail.architecture.drawing import draw
from dovetail.report.graph import svg
from dovetail.report.page.content import gather
from dovetail.report.page.entries import keys_of
from dovetail.report.page.html import render

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: apt-get install chromium")
EXAMPLES = Path(__file__).resolve().parents[1]
HOSTILE = "<img src=x onerror=document.title='stolen'>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def content(number: int = 2) -> str:
    """A page of so many suites; the first has two findings, of which one is known, and one was fixed."""
    before = suites(suite("sql", clause("REPO-07", "broken"), clause("REPO-09", "broken")))
    first = suite("sql", clause("REPO-01", "broken", expected=HOSTILE), clause("REPO-07", "broken"), clause("REPO-09"))
    held = [clause(f"REPO-{each:02}") for each in range(1, 31)]
    others = [suite(f"memory{each}", *held, port=f"post.ports:Port{each % 20}") for each in range(1, number)]
    drawing = draw(EXAMPLES / "faulty/architecture/arch_01_the_domain_reaches_the_database")
    found = gather(
        verdict="broken",
        suites=suites(first, *others),
        lint=lint(import_of("django")),
        graph=svg.render(drawing),
        before=keys_of(before, lint()),
        notes=("nobody called archive",),
        version="1",
    )
    return render(found)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page from disk, with all that it might ask of the network refused and written down."""
    contexts = []

    def opens(html: str, **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.wrong = []
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else page.wrong.append(asked.url))
        page.goto(path.as_uri())
        return page

    yield opens
    for context in contexts:
        context.close()


def shown(page: Any) -> list[str]:
    return [each.inner_text() for each in page.query_selector_all(".entry:not([hidden]) .id")]


def test_it_opens_from_disk_without_an_error(opened: Any) -> None:
    page = opened(content())

    assert page.query_selector("h1").inner_text() == "broken 2 new, 1 known, 1 fixed"
    assert shown(page) == ["ARCH-02", "REPO-01", "REPO-07", "REPO-09"]
    assert page.wrong == []


def test_a_hostile_value_is_text(opened: Any) -> None:
    page = opened(content())

    assert "stolen" not in page.title()
    assert HOSTILE in page.inner_text("main")


def test_a_filter_is_kept_in_the_address(opened: Any) -> None:
    page = opened(content())
    page.fill("input[name=q]", "repo-07 SQL")
    page.uncheck("input[value=fixed]")

    assert shown(page) == ["REPO-07"]
    assert page.inner_text("#told") == "1 of 4 findings shown"
    page.reload()
    assert shown(page) == ["REPO-07"]
    page.click("button[type=reset]")
    playwright.expect(page.locator(".entry:not([hidden])")).to_have_count(4)
    assert "#" not in page.url


def test_by_port(opened: Any) -> None:
    page = opened(content(5))
    page.select_option("select[name=port]", "Port2")

    assert len(page.query_selector_all(".matrix tbody tr:not([hidden])")) == 1


def test_a_scenario_is_copied_by_keyboard(opened: Any) -> None:
    page = opened(content(), permissions=["clipboard-read", "clipboard-write"])
    button = page.query_selector(".entry:nth-of-type(2) .copy")
    button.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".copy:focus")).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == "parcels.add(parcel)"


def test_the_first_stop_of_the_keyboard_skips_to_the_findings(opened: Any) -> None:
    page = opened(content())
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing(opened: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = opened(content(), color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)

    assert axe.Axe().run(page).response["violations"] == []


def test_a_phone_scrolls_no_way_but_down(opened: Any) -> None:
    page = opened(content(), viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_three_hundred_suites_are_filtered(opened: Any) -> None:
    page = opened(content(300))
    page.fill("input[name=q]", "memory17")

    assert len(page.query_selector_all(".matrix tbody tr:not([hidden])")) == 11
    assert page.wrong == []
