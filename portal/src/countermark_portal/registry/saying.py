"""What a brand says of itself: words, nicknames, products, prices. The engine's own checker reads it first."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils.text import slugify

from countermark.errors import Fault, ReferenceFaults
from countermark.references.check import check, read_references
from countermark.references.model import Brand as Said
from countermark.references.model import ReferenceSet
from countermark.references.writing import write_yaml
from countermark.references.yaml_source import YAML_NAME
from countermark_portal.errors import Forbidden, Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.registry import actions
from countermark_portal.registry.models import Brand

OWN: Final = ("words", "nicknames", "products", "common_word")
"""What a brand says itself; its rights and sellers stand in the registry."""
MOST_BYTES: Final = 2 * 1024 * 1024


def add_brand(*, actor: Actor, now: datetime, name: str) -> Brand:
    """Begin a brand of the actor's organisation."""
    slug = slugify(name)[:50]
    if actor.organisation is None:
        raise Forbidden("a brand belongs to an organisation", mend="sign in as somebody who acts for one")
    if not slug:
        raise Refused("a brand's name has letters or digits", mend="write it in Latin letters too")
    brand = Brand(slug=slug, name=name.strip()[:200], organisation_id=actor.organisation)
    permit(actor, Permission.REGISTER_RIGHT, brand)
    with transaction.atomic():
        if Brand.objects.filter(slug=slug).exists():
            raise Refused(f"there is a brand {slug} already", mend="if it is yours, write to the desk")
        brand.save()
        ledger.record(actor=actor, now=now, entries=[Entry("brand.registered", brand.id, {"slug": slug})])
    return brand


def say(*, actor: Actor, now: datetime, brand: Brand, said: dict[str, Any]) -> Sequence[Fault]:
    """Replace what a brand says of itself; every fault instead, if the engine's checker finds one."""
    permit(actor, Permission.REGISTER_RIGHT, brand)
    own = {key: value for key, value in said.items() if key in OWN and value not in ([], None, "")}
    faults = faults_of(brand, own)
    if faults:
        return faults
    with transaction.atomic():
        locked = Brand.objects.select_for_update().get(id=brand.id)
        locked.references = own
        locked.save(update_fields=["references"])
        counts: dict[str, int] = {key: len(own[key]) for key in OWN[:3] if key in own}
        ledger.record(actor=actor, now=now, entries=[Entry("references.changed", brand.id, counts)])
    brand.references = own
    return ()


def faults_of(brand: Brand, own: dict[str, Any]) -> Sequence[Fault]:
    """What the engine's checker says of it, together with the brand's rights and sellers."""
    whole = {**actions.said(brand), "words": [{"text": brand.name}]}
    whole = {key: value for key, value in whole.items() if key not in {"nicknames", "products"}} | own
    try:
        source = ReferenceSet(brands=(msgspec.convert(whole, Said, strict=False),))
    except msgspec.ValidationError as error:
        return [Fault(brand.slug, str(error), "write it as docs/references.md has it")]
    with tempfile.TemporaryDirectory(prefix="countermark-") as folder:
        write_yaml(source, Path(folder))
        return check(Path(folder)).faults


def read_yaml(brand: Brand, content: bytes) -> dict[str, Any] | Sequence[Fault]:
    """What a `references.yaml` says of this brand; every fault with its line instead, if it has one."""
    if len(content) > MOST_BYTES:
        return [
            Fault(
                YAML_NAME,
                f"larger than {MOST_BYTES // 2**20} MB",
                "send large sets to the operator as Parquet",
            )
        ]
    with tempfile.TemporaryDirectory(prefix="countermark-") as folder:
        (Path(folder) / YAML_NAME).write_bytes(content)
        try:
            found = {one.id: one for one in read_references(Path(folder)).brands}
        except ReferenceFaults as error:
            return error.faults
    if set(found) != {brand.slug}:
        what = f"it tells of {', '.join(sorted(found))[:200]}"
        return [Fault(YAML_NAME, what, f"one brand, with “id: {brand.slug}”")]
    said: dict[str, Any] = msgspec.to_builtins(found[brand.slug])
    return {key: said[key] for key in OWN if said.get(key)}
