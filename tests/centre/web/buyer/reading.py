"""What a person reads on a page."""

import re
from html import unescape

from django.test import Client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def words(html: str) -> str:
    """The text without tags, on one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    text = re.sub(r"<(?:style|script|svg).*?</(?:style|script|svg)>", " ", main[0] if main else html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def token(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found[1]
