"""The report: one HTML file that holds its style, its script and its data, and needs no network."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from countermark.errors import OutputFailed
from countermark.report.embedding import embedded, embedded_suspect, field_label
from countermark.report.facts import RunFacts, without_secrets
from countermark.report.figures import duration_text, moment, score_text, signed
from countermark.report.findings import rows
from countermark.report.marking import plain, runs
from countermark.report.sentences import kind, spoken
from countermark.report.suspects import Suspect, suspect
from countermark.report.totals import Totals, count, largest

SHOWN_AT_MOST: Final = 2000
SHOWN_WITHOUT_SCRIPT: Final = 50
BRANDS_CHARTED: Final = 7
SIGNALS_CHARTED: Final = 12


def write_report(findings_path: Path, out: Path, *, run: RunFacts, limit: int = SHOWN_AT_MOST) -> None:
    """Write the page `out` about the findings of a run: totals, and the `limit` suspects that score highest.

    The file is replaced as a whole or left as it was.
    """
    totals = count(findings_path, keep=limit)
    found = {row: suspect(row, finding, run.brand_names) for row, finding in rows(findings_path, totals.best)}
    page = _page(findings_path.name, totals, [found[row] for row in totals.best], run)
    _write(out, page)


def _page(findings_name: str, totals: Totals, suspects: Sequence[Suspect], run: RunFacts) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .from_string(_asset("page.html"))
        .render(
            policy=policy,
            # Our own text, not a listing's; and what the digests were taken of must arrive unchanged.
            style=Markup(style),  # noqa: S704  # package data
            script=Markup(script),  # noqa: S704  # package data
            data=Markup(embedded([embedded_suspect(one) for one in suspects])),  # noqa: S704  # escaped by embedded()
            totals=totals,
            charts=_charts(totals, run),
            suspects=suspects[:SHOWN_WITHOUT_SCRIPT],
            shown=len(suspects),
            findings_name=findings_name,
            run=run,
            feeds=[without_secrets(feed) for feed in run.feeds],
            command=without_secrets(run.command),
            rejected=sorted(run.rejected.items(), key=lambda pair: -pair[1]),
        )
    )


def _charts(totals: Totals, run: RunFacts) -> list[dict[str, Any]]:
    names = run.brand_names
    bands = [(band, band.capitalize(), number, None) for band, number in totals.bands_in_order]
    brands, other_brands = largest(totals.brands.items(), most=BRANDS_CHARTED)
    counts = ((name, total.findings) for name, total in totals.signals.items())
    signals, other_signals = largest(counts, most=SIGNALS_CHARTED)
    return [
        _chart("band", "Band", bands, (0, 0)),
        _chart("brand", "Brand", [(key, names.get(key, key), n, None) for key, n in brands], other_brands),
        _chart(
            "signal",
            "Signal",
            [(key, spoken(key), n, totals.signals[key].mean_weight) for key, n in signals],
            (other_signals[0], 0),  # findings share signals: a sum over several would count them twice
        ),
    ]


def _chart(
    facet: str, title: str, bars: Sequence[tuple[str, str, int, float | None]], others: tuple[int, int]
) -> dict[str, Any]:
    most = max((number for _, _, number, _ in bars), default=0) or 1
    drawn = [
        {
            "value": value,
            "label": label,
            "count": number,
            "share": round(100 * number / most, 2),
            "weight": weight,
        }
        for value, label, number, weight in bars
    ]
    return {"facet": facet, "title": title, "bars": drawn, "others": others}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "plain": plain,
        "runs": partial(runs, limit=320),
        "kind": kind,
        "field_label": field_label,
        "number": lambda number: f"{number:,}",
        "rate": lambda rate: f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
        "signed": signed,
        "score": score_text,
        "moment": moment,
        "duration": duration_text,
    }
    return environment


def _asset(name: str) -> str:
    text = (resources.files("countermark.report") / "page" / name).read_text(encoding="utf-8")
    # Browsers take digests after they have made every end of line a plain newline.
    return text.replace("\r\n", "\n")


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _write(out: Path, page: str) -> None:
    beside = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        try:
            # A command line may hold bytes that are no text: they are shown as question marks.
            beside.write_bytes(page.encode("utf-8", "replace"))
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputFailed(
            f"{out}: the report could not be written: {error.strerror or error}",
            mend="Make room or name a folder that you may write to.",
        ) from error
