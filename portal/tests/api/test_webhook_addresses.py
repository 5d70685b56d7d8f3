"""Where a webhook may go."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.connectors.webhook.addresses import NoTarget, Target, is_public, target


def to(*addresses: str) -> object:
    def look_up(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return look_up


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "no address",
    ],
)
def test_addresses_of_the_own_network_are_not_public_in_any_disguise(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


def test_the_address_that_was_judged_is_the_one_that_is_used() -> None:
    found = target("https://shop.example/hook?a=ü", [], look_up=to("93.184.216.34"))  # type: ignore[arg-type]
    assert found == Target("https", "shop.example", 443, "/hook?a=%C3%BC", "93.184.216.34")


def test_one_private_address_among_several_is_enough_to_refuse() -> None:
    found = target("https://shop.example/", [], look_up=to("93.184.216.34", "10.0.0.1"))  # type: ignore[arg-type]
    assert isinstance(found, NoTarget)


def test_only_the_very_origin_that_the_operator_names_is_excepted() -> None:
    inside = to("10.0.0.1")
    for url, is_allowed in (
        ("http://hooks.internal:8080/a", True),
        ("http://hooks.internal:8081/a", False),
        ("https://hooks.internal:8080/a", False),
        ("http://hooks.internal/a", False),
        ("http://user@hooks.internal:8080/a", False),
        ("http://HOOKS.internal:8080/a", True),
    ):
        found = target(url, ["http://hooks.internal:8080/"], look_up=inside)  # type: ignore[arg-type]
        assert isinstance(found, Target) is is_allowed, url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "https://",
        "https://a b/",
        "https://a\n/",
        "https://u:p@a.example/",
        "file:///etc",
        "https://a:99999/",
    ],
)
def test_what_is_no_address_is_no_target(url: str) -> None:
    assert isinstance(target(url, [], look_up=to("93.184.216.34")), NoTarget)  # type: ignore[arg-type]


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda rest: f"https://{rest}"))
def test_whatever_is_given_there_is_an_answer_and_never_a_private_one(url: str) -> None:
    found = target(url, [], look_up=to("10.0.0.1"))  # type: ignore[arg-type]
    assert isinstance(found, NoTarget)
