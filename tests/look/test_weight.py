"""What the first page weighs on the way to a phone: its HTML as it is served, with its own stylesheets and scripts as
`collectstatic` compresses them. The typeface comes after the words and is kept for a year; it is not counted."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from zgoda.accounts.models import User
from zgoda.desk.store.models import Member, MemberRole, Shop

pytestmark = pytest.mark.django_db

MOST = 60 * 1024
"""Bytes, compressed: html, css, js and pictures."""


def weight(half: str, client: Client, path: str) -> int:
    answer = client.get(path, headers={"accept-encoding": "gzip", "accept-language": "pl"}, **{"zgoda.half": half})
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, "gzip")
    html = gzip.decompress(answer.content).decode()
    own = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', html))
    assert {"css/tokens.css", "js/zgoda.js"} <= own
    return len(answer.content) + sum(len(gzip.compress(Path(str(finders.find(one))).read_bytes())) for one in own)


@pytest.mark.parametrize("half", ["centre", "desk"])
def test_the_first_page_weighs_at_most_60_kb(half: str, client: Client) -> None:
    assert weight(half, client, "/sign-in") <= MOST


def test_an_agents_first_page_after_signing_in_too(client: Client) -> None:
    user = User.objects.create_user("ola")
    Member.objects.create(user=user, shop=Shop.objects.create(name="Rowery Ola"), role=MemberRole.OWNER)
    client.force_login(user)
    assert weight("desk", client, "/") <= MOST
