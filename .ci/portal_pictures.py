"""Renews the portal's pictures of the README, docs/images/case.png and seller.png, from a demo that runs (`make run`).

Needs a chromium, and the fonts fonts-noto-core and fonts-noto-cjk.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"


def signed_in(browser: Browser, site: str, name: str, size: ViewportSize) -> Page:
    """A page of somebody of the demo."""
    page = browser.new_page(viewport=size, color_scheme="light")
    page.goto(site)
    page.get_by_role("button", name=name).first.click()
    return page


def cases(page: Page, site: str) -> list[str]:
    """The addresses of the cases in the desk's queue."""
    page.goto(f"{site}/review/")
    found = [link.get_attribute("href") for link in page.locator("main a[href*='/review/case/']").all()]
    return list(dict.fromkeys(f"{site}{address}" for address in found))


def of_case(browser: Browser, site: str) -> None:
    """The case page of a case in whose listing something was marked."""
    page = signed_in(browser, site, "Jonas Brandt", {"width": 1240, "height": 1560})
    for address in cases(page, site):
        page.goto(address, wait_until="networkidle")
        if page.locator("main mark").count() > 1:
            page.screenshot(path=IMAGES / "case.png")
            return
    sys.exit("in no case of the demo's queue something was marked")


def of_seller(browser: Browser, site: str) -> None:
    """The seller's page, on a phone, from the letter that the desk sees."""
    page = signed_in(browser, site, "Jonas Brandt", {"width": 400, "height": 860})
    for address in cases(page, site):
        page.goto(address)
        links = page.locator("a[href*='/seller/']")
        if links.count():
            private = browser.new_page(viewport={"width": 400, "height": 860}, color_scheme="light")
            private.goto(str(links.first.get_attribute("href")), wait_until="networkidle")
            private.screenshot(path=IMAGES / "seller.png")
            return
    sys.exit("no case of the demo has a letter to its seller")


def main(site: str) -> None:
    """Take both."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("first: a chromium (on Debian: apt-get install chromium)")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        of_case(browser, site)
        of_seller(browser, site)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:8000")
