"""The page of the record: whoever keeps a head can tell whether what came before it was rewritten.

That a proof from the portal verifies without it is shown where the portal really runs: commands/test_up.py.
"""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_of_the_record_is_open_to_everyone() -> None:
    page = Client().get("/ledger/")
    assert page.status_code == 200
    assert "Checking a receipt" in page.content.decode()
    assert Client().get("/ledger/heads/1999-01-01.json").status_code == 404
