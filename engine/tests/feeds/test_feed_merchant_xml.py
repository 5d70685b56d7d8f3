"""Google Merchant feeds in XML: RSS and Atom, well made and not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from countermark.errors import UnreadableFeed, UnusableInput
from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, ReadToTheBreak, Write

G = 'xmlns:g="http://base.google.com/ns/1.0"'


def rss(*items: str, head: str = '<?xml version="1.0"?>\n') -> str:
    return (
        f'{head}<rss version="2.0" {G}>\n<channel>\n<title>Shop</title>\n{"".join(items)}</channel>\n</rss>\n'
    )


def item(number: int = 1, more: str = "") -> str:
    return f"<item><g:id>{number}</g:id><title>Norrvik Parka</title>{more}</item>\n"


def test_an_item_is_a_listing(read: Read, write: Write) -> None:
    path = write(
        rss(
            """<item>
              <g:id>P1</g:id>
              <title><![CDATA[Norrvik Parka & more]]></title>
              <description>Warm &amp; light.&lt;br&gt;Down &#x2744;</description>
              <link>https://shop.example/p1?a=1&amp;b=2</link>
              <g:image_link>a.jpg</g:image_link>
              <g:additional_image_link>b.jpg</g:additional_image_link>
              <g:additional_image_link>c.jpg</g:additional_image_link>
              <g:price>420.50 EUR</g:price>
              <g:condition>refurbished</g:condition>
              <g:brand>Norrvik</g:brand>
              <g:gtin>4006381333931</g:gtin>
              <g:product_type>Home &gt; Parkas</g:product_type>
              <g:google_product_category>5598</g:google_product_category>
              <g:external_seller_id>s-17</g:external_seller_id>
              <g:shipping><g:country>DE</g:country><g:price>4.00 EUR</g:price></g:shipping>
              <g:shipping><g:country>AT</g:country><g:price>9.00 EUR</g:price></g:shipping>
              <g:color>blue</g:color>
              <g:product_detail>
                <g:section_name>General</g:section_name>
                <g:attribute_name>Lining</g:attribute_name>
                <g:attribute_value>Down</g:attribute_value>
              </g:product_detail>
            </item>"""
        )
    )
    assert open_feed(path).format is Format.MERCHANT_XML
    (row,), rejected = read(path)
    assert rejected == []
    assert (row["listing_id"], row["title"]) == ("P1", "Norrvik Parka & more")
    assert row["description"] == "Warm & light.\nDown ❄"
    assert row["url"] == "https://shop.example/p1?a=1&b=2"
    assert [photo["url"] for photo in row["photos"]] == ["a.jpg", "b.jpg", "c.jpg"]
    assert (row["price"], row["currency"], row["condition"]) == (Decimal("420.5"), "EUR", "refurbished")
    assert (row["brand"], row["gtin"], row["category"]) == ("Norrvik", "4006381333931", "Home > Parkas")
    assert (row["seller_id"], row["territories"]) == ("s-17", ["DE", "AT"])
    assert row["attributes"] == [("color", "blue"), ("Lining", "Down")]


def test_the_sale_price_is_what_a_buyer_pays(read: Read) -> None:
    rows, _ = read(rss(item(1, "<g:price>99 EUR</g:price><g:sale_price>49 EUR</g:sale_price>")))
    assert rows[0]["price"] == 49


def test_an_entry_of_atom_is_a_listing(read: Read, write: Write) -> None:
    path = write(
        f"""<feed xmlns="http://www.w3.org/2005/Atom" {G}>
        <title>Shop</title><link href="https://shop.example"/><id>tag:shop</id>
        <entry><id>tag:shop:1</id><g:id>1</g:id><title>Norrvik Parka</title>
          <link rel="self" href="https://api.example/1"/><link href="https://shop.example/1"/>
          <summary>Warm</summary><g:price>420 EUR</g:price></entry>
        <entry><id>tag:shop:2</id><title type="html">Norrvik &lt;b&gt; Cap</title>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Very <b>warm</b> cap</div></content>
        </entry>
        </feed>"""
    )
    rows, rejected = read(path)
    assert rejected == []
    assert [row["listing_id"] for row in rows] == ["1", "tag:shop:2"]
    assert rows[0]["url"] == "https://shop.example/1"
    assert [row["description"] for row in rows] == ["Warm", "Very warm cap"]


def test_googles_field_counts_before_the_one_of_rss(read: Read) -> None:
    rows, _ = read(rss("<item><guid>x</guid><title>Old</title><g:title>New</g:title><g:id>1</g:id></item>"))
    assert (rows[0]["listing_id"], rows[0]["title"]) == ("1", "New")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "iso-8859-1", "windows-1251", "utf-16", "shift_jis", "gb18030"]
)
def test_the_declared_encoding_counts(read: Read, encoding: str) -> None:
    title = {"iso-8859-1": "Mütze", "windows-1251": "Шапка"}.get(encoding, "帽子")
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    rows, rejected = read(
        rss(f"<item><g:id>1</g:id><title>{title}</title></item>", head=head), encoding=encoding
    )
    assert rejected == []
    assert rows[0]["title"] == title


def test_bad_items_are_told_with_the_line_they_begin_in(read: Read) -> None:
    rows, rejected = read(
        rss(
            item(1),
            item(2, "<g:price>-3 EUR</g:price>"),
            "<item><g:id>3</g:id></item>\n",
            item(4, "<g:price>1 XXX</g:price>"),
            item(5),
        )
    )
    assert [row["listing_id"] for row in rows] == ["1", "5"]
    assert [(found.line, found.code) for found in rejected] == [
        (6, "negative-price"),
        (7, "missing-title"),
        (8, "unknown-currency"),
    ]


def test_items_may_be_cut_anywhere_by_the_blocks_that_are_read(
    read: Read, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(rss(*(item(number, "<description>Mütze &amp; 🧢</description>") for number in range(9))))
    for block in (1, 3, 50):
        monkeypatch.setattr("countermark.feeds.source.BLOCK", block)
        rows, rejected = read(path)
        assert rejected == []
        assert [row["listing_id"] for row in rows] == list("012345678")
        assert {row["description"] for row in rows} == {"Mütze & 🧢"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss [\n<!ENTITY % remote SYSTEM "http://127.0.0.1/evil.dtd"> %remote;]>',
        '<!DOCTYPE rss [<!ENTITY innocent "x">]>',
    ],
    ids=["billion laughs", "a file", "a parameter", "harmless"],
)
def test_a_document_that_declares_entities_is_refused(
    write: Write, read_to_the_break: ReadToTheBreak, doctype: str
) -> None:
    text = rss(item(1, "<description>&l9;</description>"), head=f'<?xml version="1.0"?>\n{doctype}\n')
    names, broken = read_to_the_break(open_feed(write(text)))
    assert names == []
    assert "declares the entity" in str(broken)
    assert "line 2" in str(broken) or "line 3" in str(broken)


def test_a_doctype_without_entities_is_no_harm(read: Read) -> None:
    head = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1/rss.dtd">\n'
    rows, _ = read(rss(item(), head=head))
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (rss(item(1), item(2), item(3))[:-12], 8),
        (rss(item(1), item(2), item(3), "<item><g:id>4</title></item>"), 8),
        (rss(item(1), item(2), item(3), "<item><title>a & b</title></item>"), 8),
        (rss(item(1), item(2), item(3), "<item><title>a\0b</title></item>"), 8),
        (rss(item(1), item(2), item(3), "<item>&nbsp;</item>"), 8),
        (rss(item(1), item(2), item(3), "<a>" * 200), 8),
        (rss(item(1), item(2), item(3)) + "more", 10),
    ],
    ids=[
        "cut off",
        "crossed tags",
        "bare ampersand",
        "a NUL",
        "an unknown entity",
        "too deep",
        "junk behind",
    ],
)
def test_a_feed_that_breaks_off_gives_the_items_before_and_names_the_line(
    write: Write, read_to_the_break: ReadToTheBreak, text: str, line: int
) -> None:
    names, broken = read_to_the_break(open_feed(write(text)))
    assert names == ["1", "2", "3"]
    assert f"line {line}" in str(broken)


def test_bytes_that_are_not_in_the_declared_encoding_are_an_error(
    write: Write, read_to_the_break: ReadToTheBreak
) -> None:
    early = rss(item(1, "<description>Caf?</description>")).encode().replace(b"Caf?", b"Caf\xe9")
    declared = early.replace(b'"1.0"?', b'"1.0" encoding="UTF-8"?')
    with pytest.raises(UnusableInput, match=r"declares UTF-8, but its byte \d+ \(line 5\) is none of that"):
        open_feed(write(declared))
    late = declared.replace(b"Caf\xe9", b"Cafe").replace(
        b"</channel>", b" " * (1 << 20) + b"<a>\xe9</a></channel>"
    )
    names, broken = read_to_the_break(open_feed(write(late)))
    assert names == ["1"]
    assert "not well-formed" in str(broken)
    utf8 = rss(item(1, "<description>Café</description>"), head='<?xml version="1.0" encoding="iso-8859-1"?>')
    with pytest.raises(UnusableInput, match="declares iso-8859-1 but is in UTF-8"):
        open_feed(write(utf8))
    with pytest.raises(UnusableInput, match="declares UTF-16 but has one byte a letter"):
        open_feed(write(rss(head='<?xml version="1.0" encoding="UTF-16"?>')))
    with pytest.raises(UnusableInput, match="unknown encoding klingon"):
        open_feed(write(rss(head='<?xml version="1.0" encoding="klingon"?>')))


def test_an_item_that_is_too_long_is_skipped_and_the_rest_is_read(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermark.feeds.merchant_xml.RECORD_BYTES", 10_000)
    rows, rejected = read(rss(item(1), item(2, f"<description>{'x' * 20_000}</description>"), item(3)))
    assert [row["listing_id"] for row in rows] == ["1", "3"]
    assert [(found.line, found.code) for found in rejected] == [(6, "item-too-long")]


def test_a_tag_without_an_end_does_not_fill_the_memory(
    write: Write, read_to_the_break: ReadToTheBreak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermark.feeds.merchant_xml.RECORD_BYTES", 1 << 20)
    text = rss(item(1), item(2)) + "<a b='" + "x" * (8 << 20)
    feed = open_feed(write(text.replace("</channel>\n</rss>\n", "")))
    names, broken = read_to_the_break(feed)
    assert names == ["1", "2"]
    assert "a tag without an end" in str(broken)


def test_new_kinds_of_elements_do_not_fill_the_memory(
    write: Write, read_to_the_break: ReadToTheBreak
) -> None:
    made_up = "".join(f"<a{number}/>" for number in range(20_000))
    _, broken = read_to_the_break(open_feed(write(rss(item(1), f"<item>{made_up}</item>"))))
    assert isinstance(broken, UnreadableFeed)
    assert "kinds of elements" in str(broken)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"),
        ("<html><body/></html>", "a web page"),
        ("<!doctype html><title>Sign in</title>", "a web page"),
        ('<?xml version="1.0"?><!-- a --><products><product/></products>', "XML of <products>"),
        ("<<<<", "no XML feed"),
    ],
)
def test_other_documents_are_named_for_what_they_are(write: Write, text: str, what: str) -> None:
    with pytest.raises(UnusableInput, match=f"is {what}"):
        open_feed(write(text))
