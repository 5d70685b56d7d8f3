"""Renews the picture of the README, docs/images/report.png, from the report that `make run` left in demo/, or
from the one that is named.

Needs a chromium, and the fonts fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji for what sellers write.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
WIDTH, CARDS = 1200, 2
"""Pixels, and how many suspects are shown whole."""


def main(report: Path, picture: Path) -> None:
    """Take the picture: the totals and the first suspects, in the light scheme."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None or not report.is_file():
        sys.exit("first: make run, and a chromium (on Debian: apt-get install chromium)")
    picture.parent.mkdir(exist_ok=True)
    # Its sandbox is not to be had as root, in which many build machines work; the page is our own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        page.locator(".suspect").nth(CARDS - 1).scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 0)")
        last = page.locator(".suspect").nth(CARDS - 1).bounding_box()
        assert last is not None
        clip = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": last["y"] + last["height"] + 24}
        page.screenshot(path=picture, full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect
        browser.close()
    print(f"{picture}: {picture.stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if sys.argv[1:] else ROOT / "demo" / "report.html",
        ROOT / "docs" / "images" / "report.png",
    )
