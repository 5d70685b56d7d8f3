"""The report in a browser: filter, order, keyboard, phone, dark, print; and no complaint of the browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from countermark.report import RunFacts, write_report

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SCHEMES = ("light", "dark")

# Every visible text against what is painted behind it, translucent nowhere: WCAG 2 contrast, 4.5 to 1.
CONTRAST = """() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode());) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest("script, style, noscript, .unseen")) continue;
    if (!node.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) weak.push(`${text.data.trim().slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(weak)];
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no chromium on this machine: the page is not tried in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page on the given device; at the end, the browser must have complained of nothing."""
    complaints: list[str] = []
    contexts = []

    def noted(request: Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            complaints.append(f"asked for {request.url}")

    def opened(path: Path, **device: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | device))
        contexts.append(context)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", noted)
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def titles(page: Page) -> list[str]:
    return page.locator(".suspect h3").all_inner_texts()


def choose(page: Page, name: str, value: str, status: str | re.Pattern[str]) -> None:
    page.locator(f"select[name={name}]").select_option(value)
    expect(page.get_by_role("status")).to_have_text(status)


def first_id(page: Page) -> str | None:
    return page.locator(".suspect").first.get_attribute("aria-labelledby")


def test_suspects_are_filtered_by_band_brand_and_signal(report: Path, visit: Visit) -> None:
    page = visit(report)
    expect(page.get_by_role("status")).to_have_text("130 suspects")
    choose(page, "brand", "halden", "31 of 130 suspects")
    choose(page, "signal", "disguised_mark", "1 of 130 suspects")
    assert "weekend bag" in titles(page)[0]
    choose(page, "band", "low", "0 of 130 suspects")
    expect(page.get_by_text("No suspect matches.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("status")).to_have_text("130 suspects")


def test_the_search_reads_titles_reasons_sellers_and_ids(report: Path, visit: Visit) -> None:
    page = visit(report)
    search = page.get_by_role("searchbox", name="Search")
    for words, found in [
        ("norrvik cyrillic", 1),
        ("L-00009", 1),
        ("诺维克", 1),
        ("MIRROR Quality", 1),
        ("nowhere", 0),
    ]:
        search.fill(words)
        expect(page.get_by_role("status")).to_have_text(f"{found} of 130 suspects")


def test_suspects_are_ordered_by_score_price_brand_and_input(report: Path, visit: Visit) -> None:
    page = visit(report)
    scores = [float(text.split()[-1].lstrip(">")) for text in page.locator(".score").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    choose(page, "order", "row", "130 suspects")
    expect(page.locator(".suspect").first).to_have_attribute("aria-labelledby", "suspect-0")
    choose(page, "order", "cheap", "130 suspects")
    expect(page.locator(".price .asks").first).to_contain_text("4.50 EUR")
    choose(page, "order", "dear", "130 suspects")
    expect(page.locator(".price .asks").first).to_contain_text("180 EUR")
    choose(page, "order", "brand", "130 suspects")
    expect(page.locator(".suspect .meta").first).to_contain_text("Halden")


def test_amounts_in_other_currencies_are_not_mixed_with_them(report: Path, visit: Visit) -> None:
    page = visit(report)
    page.get_by_role("searchbox").fill("Norrvik")
    choose(page, "order", "dear", re.compile("of 130"))
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    asked = page.locator(".price .asks")
    expect(asked.filter(has_text="TRY")).to_have_count(1)
    codes = [text.split()[-1] for text in asked.all_inner_texts()]
    assert codes == ["EUR"] * (len(codes) - 2) + ["CNY", "TRY"]


def test_a_bar_of_a_chart_filters_what_it_counts(report: Path, visit: Visit) -> None:
    page = visit(report)
    page.locator(".chart").filter(has=page.get_by_role("heading", name="Signal", exact=True)).get_by_role(
        "link", name="Replica talk: phrase"
    ).click()
    expect(page.get_by_role("status")).to_have_text("3 of 130 suspects")
    expect(page.locator("select[name=signal]")).to_have_value("replica_talk.phrase")


def test_the_words_are_marked_where_they_stand_and_labelled(report: Path, visit: Visit) -> None:
    page = visit(report)
    choose(page, "order", "row", "130 suspects")
    mark = page.locator("#suspect-0 mark").first
    expect(mark).to_have_text("N\u043errvikmixed scripts")
    expect(mark).to_have_attribute("title", "reads as Norrvik: \u043e is Cyrillic")
    expect(page.locator("#suspect-1 .box").first).to_have_attribute("title", "U+200B ZERO WIDTH SPACE")
    expect(page.locator("#suspect-4 mark.lowers")).to_contain_text("compatible with")
    expect(page.locator("#suspect-2 > bdi")).to_have_attribute("lang", "zh")


def test_a_title_with_a_hidden_override_reads_as_it_is_stored(report: Path, visit: Visit) -> None:
    page = visit(report)
    choose(page, "order", "row", "130 suspects")
    boxes = page.locator("#suspect-6").evaluate(
        "title => [...title.querySelectorAll('mark, .box')].map(node => node.getBoundingClientRect().left)"
    )
    assert boxes == sorted(boxes)
    assert page.locator("#suspect-3 > bdi").evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_signals_of_a_suspect_add_up_in_its_table(report: Path, visit: Visit) -> None:
    page = visit(report)
    choose(page, "order", "row", "130 suspects")
    page.locator(".suspect summary").first.click()
    expect(page.locator(".signals")).to_be_visible()
    weights = page.locator(".signals").first.locator("tbody td.weight").all_inner_texts()
    shown = [float(text.replace("\u2212", "-")) for text in weights]
    assert sum(shown[:-1]) == pytest.approx(shown[-1])
    down = page.locator(".signals .down").first.bounding_box()
    zero = page.locator(".signals .zero").first.bounding_box()
    assert down
    assert zero
    assert down["x"] + down["width"] <= zero["x"] + 1


def test_everything_can_be_done_with_the_keyboard(report: Path, visit: Visit) -> None:
    page = visit(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("backwards")
    expect(page.get_by_role("status")).to_have_text("1 of 130 suspects")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear filters")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(".suspect summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".signals").first).to_be_visible()


def test_the_list_grows_as_it_is_read_and_not_before(report: Path, visit: Visit) -> None:
    page = visit(report)
    assert page.locator(".suspect").count() == 40
    page.get_by_role("button", name="Show 40 more").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".suspect")).not_to_have_count(40)
    for _ in range(4):
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        page.wait_for_timeout(100)
    expect(page.locator(".suspect")).to_have_count(130)
    expect(page.locator("button.more")).to_be_hidden()


def test_all_signals_are_shown_at_once_and_those_to_come_too(report: Path, visit: Visit) -> None:
    page = visit(report)
    page.get_by_role("button", name="Show signals").click()
    expect(page.locator("details.why[open] .signals")).to_have_count(40)
    choose(page, "band", "medium", re.compile("of 130"))
    assert page.locator("details.why:not([open])").count() == 0


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_scrolls_sideways(report: Path, visit: Visit, width: int, scheme: str) -> None:
    page = visit(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.get_by_role("button", name="Show signals").click()
    page.locator("details.run summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_what_is_behind_it(report: Path, visit: Visit, scheme: str) -> None:
    page = visit(report, color_scheme=scheme)
    choose(page, "order", "row", "130 suspects")
    page.get_by_role("button", name="Show signals").click()
    page.locator("details.run summary").click()
    assert page.evaluate(CONTRAST) == []


def test_on_a_phone_the_filters_unfold(report: Path, visit: Visit) -> None:
    page = visit(report, **PHONE)
    band = page.locator("select[name=band]")
    expect(band).to_be_hidden()
    page.get_by_role("button", name="Filters", exact=True).tap()
    choose(page, "band", "low", "1 of 130 suspects")
    expect(page.get_by_role("button", name="Filters", exact=True)).to_have_attribute("aria-expanded", "true")


def test_what_can_be_touched_is_large_enough(report: Path, visit: Visit) -> None:
    page = visit(report, **PHONE)
    sizes = page.locator(
        "button:visible, select:visible, input:visible, summary:visible, .chart a"
    ).evaluate_all(
        "nodes => nodes.map(node => [node.textContent.trim(), node.getBoundingClientRect().height])"
    )
    assert [name for name, height in sizes if height < 24] == []


def test_without_a_script_there_is_a_table(report: Path, visit: Visit) -> None:
    page = visit(report, java_script_enabled=False)
    expect(page.locator("table.plain tbody tr")).to_have_count(50)
    expect(page.locator("table.plain mark").first).to_be_visible()


def test_on_paper_the_controls_are_gone_and_the_signals_are_there(report: Path, visit: Visit) -> None:
    page = visit(report)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".signals").first).to_be_visible()


def test_hostile_titles_are_shown_as_text(
    tmp_path: Path,
    visit: Visit,
    told: list[dict[str, Any]],
    parquet: Callable[[Sequence[dict[str, Any]]], Path],
    facts: Callable[..., RunFacts],
) -> None:
    hostile = [
        "<script>alert(1)</script>",
        "</script><b>bold",
        "NUL\x00",
        "\u202eturned",
        "W" * 5000,
        "<img src=x onerror=alert(1)>",
    ]
    findings = [
        told[5]
        | {"listing_id": str(at), "listing": told[5]["listing"] | {"title": title, "description": title}}
        for at, title in enumerate(hostile)
    ]
    write_report(parquet(findings), tmp_path / "report.html", run=facts())
    page = visit(tmp_path / "report.html", **PHONE)
    expect(page.locator(".suspect")).to_have_count(len(hostile))
    assert page.locator(".suspect script, .suspect b, .suspect img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#suspect-0 bdi").first).to_contain_text("<script>alert(1)</script>"[7:])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(report: Path, visit: Visit, scheme: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page = visit(report, color_scheme=scheme)
    page.get_by_role("button", name="Show signals").click()
    page.locator("details.run summary").click()
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
