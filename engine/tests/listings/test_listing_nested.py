"""Photos, territories and attributes of a listing: columns that hold more than one value."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from countermark.errors import Rejection, UnusableInput
from countermark.listings import conform
from countermark.tables import PHOTO


def conformed(**columns: Any) -> tuple[list[dict[str, Any]], list[Rejection]]:
    rows = max(len(column) for column in columns.values())
    given = {"listing_id": [f"L{row}" for row in range(rows)], "title": ["Boot"] * rows} | columns
    table, rejected, _ = conform(pa.table(given), file="feed", first_line=2)
    return table.to_pylist(), rejected


def test_bytes_that_are_no_utf8_are_found_inside_lists_and_maps() -> None:
    urls = pa.array([b"a.jpg", b"\xff.jpg", b"c.jpg"]).view(pa.string())
    photos = pa.StructArray.from_arrays(
        [urls, pa.nulls(3, pa.string()), pa.nulls(3, pa.binary())], fields=list(PHOTO)
    )
    for values in (urls, photos):
        rows, rejected = conformed(
            photos=pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), values)
        )
        assert [found.line for found in rejected] == [3]
        assert [found.code for found in rejected] == ["bad-encoding"]
        assert [row["photos"][0]["url"] for row in rows] == ["a.jpg", "c.jpg"]


def test_photos_come_as_urls_structs_and_text() -> None:
    one = {"url": "a.jpg", "sha256": None, "bytes": None}
    two = {"url": "b.jpg", "sha256": "ff", "bytes": None}
    for given in (
        pa.array([["a.jpg", "b.jpg"], [], None]),
        pa.array([["a.jpg", "b.jpg"], [], None], pa.large_list(pa.large_string())),
        pa.array([["a.jpg", None, "b.jpg", ""], [], None]),
        pa.array(["a.jpg|b.jpg", "", None]),
        pa.array(['["a.jpg", "b.jpg"]', "[]", None]),
    ):
        rows, rejected = conformed(photos=given)
        assert rejected == []
        assert rows[0]["photos"] == [one, two | {"sha256": None}]
        assert not rows[1]["photos"]
        assert rows[2]["photos"] is None
    for given in (
        pa.array([[{"url": "a.jpg"}, {"url": "b.jpg", "sha256": "ff"}]]),
        pa.array([[{"sha256": None, "url": "a.jpg"}, None, {"sha256": "ff", "url": "b.jpg"}]]),
        pa.array(['[{"url": "a.jpg"}, {"url": "b.jpg", "sha256": "ff"}]']),
    ):
        assert conformed(photos=given)[0][0]["photos"] == [one, two]


def test_bytes_of_photos_come_raw_or_in_base64() -> None:
    raw, _ = conformed(photos=pa.array([[{"url": None, "bytes": b"\xff\xd8"}]]))
    text, rejected = conformed(photos=['[{"bytes": "/9g="}]', '[{"bytes": "/9"}]', "[1]", "{", '["a'])
    assert raw[0]["photos"] == text[0]["photos"] == [{"url": None, "sha256": None, "bytes": b"\xff\xd8"}]
    assert [found.code for found in rejected] == ["bad-photos"] * 3
    assert text[1]["photos"][0]["url"] == "{"


def test_slices_of_tables_keep_their_own_photos_and_attributes() -> None:
    table = pa.table(
        {
            "listing_id": ["1", "2", "3"],
            "title": ["a", "b", "c"],
            "photos": [["1.jpg"], None, ["3.jpg", "4.jpg"]],
            "attributes": [{"size": "S", "fit": None}, {"size": "M", "fit": "wide"}, None],
        }
    )
    whole, _, _ = conform(table, file="feed")
    for start in range(3):
        assert conform(table.slice(start), file="feed")[0].to_pylist() == whole.to_pylist()[start:]
        assert conform(whole.slice(start), file="feed")[0].to_pylist() == whole.to_pylist()[start:]


def test_territories_come_as_lists_and_text() -> None:
    for given in (
        pa.array([["DE", "FR"], None]),
        pa.array([["DE", "FR", None], None]),
        pa.array(["DE, FR", ""]),
        pa.array(['["DE", "FR"]', None]),
    ):
        rows, rejected = conformed(territories=given)
        assert rejected == []
        assert [row["territories"] for row in rows] == [["DE", "FR"], None]


def test_attributes_come_as_maps_structs_lists_and_json() -> None:
    pairs = [("size", "M"), ("weight", "3")]
    for given in (
        pa.array([pairs], pa.map_(pa.string(), pa.string())),
        pa.array(
            [[("size", "M"), ("weight", "3"), ("fit", None)]], pa.map_(pa.large_string(), pa.large_string())
        ),
        pa.array([{"size": "M", "weight": 3, "fit": None}]),
        pa.array([{"size": "M", "weight": "3"}]),
        pa.array([[{"key": "size", "value": "M"}, {"key": "weight", "value": "3"}]]),
        pa.array([[{"name": "size", "value": "M"}, {"name": "weight", "value": "3"}]]),
        pa.array(['{"size": "M", "weight": 3, "fit": null}']),
    ):
        rows, rejected = conformed(attributes=given)
        assert rejected == []
        assert rows[0]["attributes"] == pairs


def test_attributes_that_are_no_json_object_are_refused() -> None:
    _, rejected = conformed(attributes=["size M", "[1]", "{", '{"a": ' * 5000])
    assert [found.code for found in rejected] == ["bad-attributes"] * 4


def test_lists_of_what_is_no_text_are_refused() -> None:
    for name in ("photos", "territories"):
        with pytest.raises(UnusableInput, match=f"column `{name}` has the type list<item: int64>"):
            conformed(**{name: pa.array([[1, 2]])})
    _, rejected = conformed(territories=['["DE", 5]', '[["DE"]]'], photos=['[{"url": 5}]', '[{"bytes": 5}]'])
    assert [found.code for found in rejected] == ["bad-photos", "bad-photos"]
    assert all("territory that is no text" in found.reason for found in rejected)
