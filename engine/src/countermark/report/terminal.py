"""One suspect in the terminal: the same marks, reason and weights as on the page, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from countermark.report.embedding import field_label, place
from countermark.report.figures import moment, score_text, signed
from countermark.report.marking import Run, plain
from countermark.report.pricing import money
from countermark.report.sentences import spoken
from countermark.report.suspects import STARTING_POINT, Suspect

_RAISED: Final = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹·")
_BAR: Final = 12
_RULER: Final = 40
_WIDE: Final = 80
"""Columns from which on there is room for bars."""


def print_suspect(suspect: Suspect, console: Console) -> None:
    """Everything that is known of one suspect, for a person at a terminal."""
    heading = " · ".join(
        filter(None, [suspect.marketplace, suspect.finding.get("listing_id") or "", suspect.brand])
    )
    console.print(Rule(Text(plain(heading), style="bold"), align="left", characters="─"))
    console.print(_facts(suspect))
    console.print(Padding(_weights(suspect, console.width), (1, 0)))
    console.print(Text(_versions(suspect), style="dim"))
    console.print()


def _facts(suspect: Suspect) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    listing = suspect.listing
    rows: list[tuple[str, RenderableType]] = [
        ("Verdict", _verdict(suspect)),
        ("Reason", Text(plain(suspect.reason))),
        ("Title", _marked(suspect.title.runs, suspect)),
        *((field_label(field.name), _marked(field.runs, suspect)) for field in suspect.fields),
        ("Price", _price(suspect)),
        ("Seller", Text(plain(", ".join(filter(None, [suspect.seller, listing.get("seller_kind")]))))),
        ("Condition", Text(plain(listing.get("condition") or ""))),
        ("Category", Text(plain(listing.get("category") or ""))),
        ("Rights", Text(plain(", ".join(suspect.finding.get("right_ids") or [])))),
        ("Address", Text(suspect.url)),
    ]
    for label, value in rows:
        if not isinstance(value, Text) or value.plain:
            table.add_row(label, value)
    return table


def _verdict(suspect: Suspect) -> Text:
    text = Text(f"score {score_text(suspect.score)}", style="bold")
    text.append(f" · band {suspect.finding.get('band') or 'unknown'}")
    probability = suspect.finding.get("probability")
    if probability is not None:
        text.append(f" · probability {score_text(probability)}")
    return text


def _marked(found: Sequence[Run], suspect: Suspect) -> Text:
    """Runs with brackets around the marks and, raised, the numbers of their signals in the table below."""
    text = Text()
    for run in found:
        lowers = bool(run.signals) and (suspect.signals[run.signals[0]].get("weight") or 0.0) < 0
        style = ("bold cyan" if lowers else "bold red") if run.signals else ""
        if run.signals:
            text.append("[", style="dim")
        for part in run.parts:
            box = part.name and part.text != "…"
            text.append(f"⟨{part.text}⟩" if box else part.text, style=f"{style} reverse" if box else style)
        if run.signals:
            numbers = ",".join(str(at + 1) for at in run.signals)
            text.append("]", style="dim").append(numbers.translate(_RAISED), style="dim")
    return text


def _price(suspect: Suspect) -> RenderableType:
    prices = suspect.prices
    if prices is None:
        return Text(suspect.price_text)
    scale = (_RULER - 1) / (max(float(prices.asks), float(prices.high)) * 1.05)
    low, high, asks = (round(float(amount) * scale) for amount in (prices.low, prices.high, prices.asks))
    ruler = Text()
    for at in range(_RULER):
        char, style = ("━", "cyan") if low <= at <= high else ("─", "dim")
        ruler.append(*(("●", "bold red") if at == asks else (char, style)))
    genuine = f"{money(prices.low, None)}–{money(prices.high, prices.currency)}"
    asked = money(prices.asks, prices.currency)
    own = "" if asked == suspect.price_text or not suspect.price_text else f"{suspect.price_text}, that is "
    return Group(Text(f"{own}{asked}; genuine {genuine}"), ruler)


def _weights(suspect: Suspect, width: int) -> Table:
    drawn = width >= _WIDE
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("", justify="right", style="dim")
    table.add_column("Signal", overflow="fold")
    table.add_column("Fact", overflow="fold")
    table.add_column("Weight", justify="right", no_wrap=True)
    if drawn:
        table.add_column("", no_wrap=True)
    weights = [weight for _, weight in suspect.contributions]
    for at, (name, weight) in enumerate(suspect.contributions):
        own = at < len(suspect.signals)
        signal = suspect.signals[at] if own else {"text": "before any signal"}
        fact = Text(plain(signal.get("text") or "", limit=320))
        fact.append(f" {place(signal)}".rstrip(), style="dim")
        number = "" if name == STARTING_POINT and not own else str(at + 1)
        row: list[RenderableType] = [number, Text(plain(spoken(name))), fact, signed(weight)]
        table.add_row(*row, *([_bar(weight, weights)] if drawn else []))
    table.add_row("", Text("Together", style="bold"), "", Text(signed(suspect.total), style="bold"))
    return table


def _bar(weight: float, weights: Sequence[float]) -> Text:
    """A bar to the right of the zero line, or to the left, which is as wide as the lowest weight needs."""
    scale = _BAR / (max(map(abs, weights)) or 1.0)
    left = round(-min(0.0, *weights) * scale)
    length = round(abs(weight) * scale)
    bar = Text(("█" * length if weight < 0 else "").rjust(left), style="cyan")
    return bar.append("│", style="dim").append("█" * length if weight > 0 else "", style="red")


def _versions(suspect: Suspect) -> str:
    finding = suspect.finding
    versions = [
        ("scoring", finding.get("scoring_version")),
        ("calibration", finding.get("calibration_version") or "none"),
        ("references", finding.get("references_version")),
    ]
    told = [f"{name} {version}" for name, version in versions if version]
    at = finding.get("screened_at")
    return plain(" · ".join([*told, f"screened {moment(at)}"] if at else told))
