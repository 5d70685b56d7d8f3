"""Records in XML. One reader by local name serves ST.66 and all versions of ST.96, whose namespaces differ.

Read as a stream: a record is built when its element ends, then its element is let go. ST.66 may name the applicants
behind the marks that they belong to, so marks without an owner wait for the end of their transaction.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from countermark_portal.connectors.ip_offices.found import Found
from countermark_portal.connectors.ip_offices.marks import Mark, mark_of, owner_of, record_of
from countermark_portal.registry.records import RecordFault

_MARKS: Final = ("{*}Trademark", "{*}TradeMark")
_OWNERS: Final = ("{*}ApplicantDetails", "{*}HolderDetails", "{*}ApplicantBag", "{*}HolderBag")
_ENDS: Final = ("{*}TransactionData", "{*}TransactionContentDetails", "{*}TransactionContentBag")


def records(name: str, content: bytes) -> Iterator[Found | RecordFault]:
    """The records of a document, each as soon as it is whole; a fault ends them."""
    waiting: list[Mark] = []
    try:
        # Nothing is fetched and nothing is expanded; libxml2's own limits of depth and text size stay on.
        walk = etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            tag=(*_MARKS, *_OWNERS, *_ENDS),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in walk:
            if element.getroottree().docinfo.doctype:
                yield RecordFault(
                    name, "it declares a document type", "offices' records have none: send the original"
                )
                return
            if event == "end":
                yield from _ended(name, element, waiting)
        yield from _handed_on(name, waiting)
    except etree.XMLSyntaxError as error:
        place = f"{name}:{error.lineno}" if error.lineno else name
        yield RecordFault(
            place, f"no XML that can be read: {error.msg}", "send the file as the office gave it"
        )
    except (LookupError, UnicodeError) as error:
        yield RecordFault(name, f"in an encoding that is not known: {error}", "save it as UTF-8")


def _ended(name: str, element: etree._Element, waiting: list[Mark]) -> Iterator[Found | RecordFault]:
    local = f"{{*}}{etree.QName(element).localname}"
    if local in _MARKS:
        waiting.append(mark_of(element, f"{name}:{element.sourceline}"))
        element.clear()
    elif local in _OWNERS and not _is_in_a_mark(element):
        said = owner_of(element, waiting[0].office if waiting else "")
        waiting[:] = [one if one.owner.name else replace(one, owner=said) for one in waiting]
    elif local in _ENDS:
        yield from _handed_on(name, waiting)
        element.clear()


def _handed_on(name: str, waiting: list[Mark]) -> Iterator[Found | RecordFault]:
    for mark in waiting:
        made = record_of(mark)
        if isinstance(made, RecordFault):
            yield replace(made, place=mark.place or name)
        else:
            yield Found(made, mark.place, mark.picture)
    waiting.clear()


def _is_in_a_mark(element: etree._Element) -> bool:
    return next(element.iterancestors(*_MARKS), None) is not None
