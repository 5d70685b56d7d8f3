"""Merkle trees: the root of RFC 6962, and paths that lead to it from their own leaf only."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.ledger import merkle
from countermark_portal.ledger.merkle import Tree

leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(
    lambda contents: [merkle.leaf(content) for content in contents]
)


def root_by_definition(hashed: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashed:
        return sha256(b"").digest()
    if len(hashed) == 1:
        return hashed[0]
    split = 1
    while split * 2 < len(hashed):
        split *= 2
    left, right = root_by_definition(hashed[:split]), root_by_definition(hashed[split:])
    return sha256(b"\x01" + left + right).digest()


def test_a_known_tree_has_the_root_that_the_certificate_transparency_project_publishes() -> None:
    contents = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    tree = Tree([merkle.leaf(bytes.fromhex(each)) for each in contents])
    assert tree.root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_no_leaves_have_the_root_of_nothing() -> None:
    assert Tree([]).root == merkle.EMPTY == root_by_definition([])


def test_a_node_is_not_hashed_as_a_leaf() -> None:
    left, right = merkle.leaf(b"a"), merkle.leaf(b"b")
    assert Tree([left, right]).root != merkle.leaf(left + right)


@given(leaves)
def test_the_root_is_the_one_that_the_rfc_defines(hashed: list[bytes]) -> None:
    assert Tree(hashed).root == root_by_definition(hashed)


@given(leaves, st.data())
def test_every_leaf_leads_to_the_root_by_its_path(hashed: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashed) - 1))
    tree = Tree(hashed)
    path = tree.path(index)
    assert merkle.root_of(hashed[index], index=index, size=len(hashed), path=path) == tree.root
    assert len(path) <= (len(hashed) - 1).bit_length()


@given(leaves, st.data())
def test_another_leaf_place_size_or_path_leads_elsewhere(hashed: list[bytes], data: st.DataObject) -> None:
    size = len(hashed)
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(hashed)
    path = tree.path(index)
    other = data.draw(st.integers(-1, size).filter(lambda each: each != index))

    assert merkle.root_of(merkle.leaf(b"other"), index=index, size=size, path=path) != tree.root
    assert merkle.root_of(hashed[index], index=index, size=size, path=[*path, merkle.EMPTY]) != tree.root
    assert merkle.root_of(hashed[index], index=index, size=size, path=path[:-1]) != tree.root or not path
    # The same hash at another place is the same only where the two leaves are the same.
    found = merkle.root_of(hashed[index], index=other, size=size, path=path)
    assert found != tree.root or hashed[other] == hashed[index]
