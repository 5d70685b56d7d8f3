"""The pages of policies: proposed by one person, read and put in force by another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from countermark_portal.policies import queries
from countermark_portal.policies.loading import load, policy_of
from countermark_portal.policies.models import PolicyVersion
from policies.test_policy_versions import LONGER
from surfaces import looking
from surfaces.cases_told import browsing

pytestmark = pytest.mark.usefixtures("market")


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def proposed(client: Client, said: str = LONGER) -> Any:
    given = {"file": SimpleUploadedFile("eu.yaml", said.encode()), "note": "Sellers asked for more time."}
    return client.post(reverse("policies:propose"), given, follow=True)


def test_a_policy_is_proposed_compared_and_put_in_force_by_another() -> None:
    admin, owner = browsing("admin@demo.example"), browsing("policy@demo.example")
    page = text(proposed(admin))
    version = PolicyVersion.objects.get(proposed_by__isnull=False)
    assert "clocks.hold amount 3 4" in page
    assert "another policy owner puts it in force" in page
    assert admin.post(reverse("policies:activate", args=[version.id])).status_code == 403
    read = owner.get(reverse("policies:version", args=[version.id]))
    assert "nobody has checked it" in text(read)
    stale = owner.post(reverse("policies:activate", args=[version.id]), {"instead_of": "eu@something"})
    assert stale.status_code == 409
    done = owner.post(
        reverse("policies:activate", args=[version.id]), {"instead_of": load("eu").id}, follow=True
    )
    assert "is in force" in text(done)
    assert queries.active("eu").id == version.id
    assert "Not in force" in text(owner.get(reverse("policies:version", args=[load("eu").id])))
    whole = owner.get(reverse("policies:text", args=[version.id]))
    assert policy_of(whole.content.decode()).id == version.id


def test_faults_are_told_with_their_lines() -> None:
    answer = proposed(browsing("policy@demo.example"), LONGER.replace("amount: 4", "amount: 0"))
    assert answer.status_code == 422
    assert "policy:7 clocks.hold.amount" in text(answer)
    again = proposed(browsing("policy@demo.example"), "extends: eu\nname: eu\n")
    assert "in force already" in text(again)


def test_the_pages_are_the_operators() -> None:
    path = reverse("policies:overview")
    assert Client().get(path).status_code == 302
    assert browsing("norrvik@brands.example").get(path).status_code == 403
    reviewer = browsing("reviewer@demo.example")
    assert "Propose a policy" not in text(reviewer.get(path))
    assert proposed(reviewer).status_code == 403
    assert reviewer.get(reverse("policies:version", args=["eu@000000000000"])).status_code == 404


def test_every_page_of_policies_is_fit_for_everyone(settings: Settings) -> None:
    proposed(browsing("admin@demo.example"))
    version = PolicyVersion.objects.get(proposed_by__isnull=False)
    owner = browsing("policy@demo.example")
    wrong = []
    with looking.served() as site, looking.browser() as browser:
        settings.PUBLIC_URL = site
        cookie = {"name": "sessionid", "value": owner.cookies["sessionid"].value, "url": site}
        for name, path in {
            "policies": reverse("policies:overview"),
            "policy-version": reverse("policies:version", args=[version.id]),
        }.items():
            wrong += looking.look(browser, site + path, cookies=[cookie], name=name)
    assert wrong == []
