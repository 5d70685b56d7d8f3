"""The formats as JSON Schemas: what is printed is what is read."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from click.testing import CliRunner

from countermark import tables
from countermark.commands.schema import NAMES, json_schema, schema
from countermark.references.model import Brand, RightKind
from countermark.references.shape import shape_of


def test_without_a_name_the_formats_are_listed() -> None:
    result = CliRunner().invoke(schema, [])
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == list(NAMES)
    assert {"listing", "finding", "signal", "reference"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_with_a_name_its_schema_is_printed(name: str) -> None:
    result = CliRunner().invoke(schema, [name])
    assert result.exit_code == 0
    assert json.loads(result.output) == json_schema(name)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    result = CliRunner().invoke(schema, ["listings"])
    assert result.exit_code == 2
    assert "'listing'" in result.output


@pytest.mark.parametrize("name", NAMES)
def test_whatever_the_package_says_of_a_field_is_about_one_that_exists(name: str) -> None:
    file = resources.files("countermark") / "schemas" / f"{name}.json"
    said, made = json.loads(file.read_text(encoding="utf-8")), json_schema(name)
    assert set(said["properties"]) == set(made["properties"])
    assert all("description" in value for value in made["properties"].values())
    for struct, inner in said.get("$defs", {}).items():
        fields = made["$defs"][struct]["properties"]
        assert set(inner["properties"]) == set(fields)
        assert all("type" in value or len(value) > 1 for value in fields.values())


def test_a_listing_needs_no_more_than_an_id_and_a_title() -> None:
    listing = json_schema("listing")
    assert listing["required"] == ["listing_id", "title"]
    assert list(listing["properties"]) == tables.LISTING.names
    assert listing["properties"]["condition"]["enum"] == [*tables.CONDITIONS, None]
    assert listing["$id"] == f"urn:countermark:listing:{tables.LISTING_VERSION}"


def test_a_finding_holds_its_signals_and_the_listing_as_screened() -> None:
    finding = json_schema("finding")["properties"]
    assert finding["band"]["enum"] == list(tables.BANDS)
    assert set(finding["signals"]["items"]["properties"]) == {field.name for field in tables.SIGNAL}
    assert set(finding["listing"]["properties"]) == set(tables.LISTING.names)


def test_references_are_described_as_the_model_has_them() -> None:
    reference = json_schema("reference")
    structs: dict[str, Any] = reference["$defs"]
    assert set(structs["Brand"]["properties"]) == set(shape_of(Brand))
    assert structs["Brand"]["required"] == ["id", "name"]
    assert structs["Brand"]["additionalProperties"] is False
    assert structs["Right"]["properties"]["kind"]["enum"] == [kind.value for kind in RightKind]
    words = structs["Brand"]["properties"]["words"]["items"]
    assert words == {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Word"}]}
