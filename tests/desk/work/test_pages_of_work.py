"""The buyer's history, the shortcuts, and what every page carries for the keyboard."""

import pytest
from django.test import Client

from zgoda.desk.store.models import DeskCase

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def test_all_of_a_buyers_cases_stand_together(desk: Client, case: DeskCase) -> None:
    known = case.buyer_key
    for number in range(3):
        case.pk, case.remote_id, case.ended = None, f"other-{number}", number == 0
        case.save(force_insert=True)
    case.pk, case.remote_id, case.buyer_key = None, "strange", "somebody"
    case.save(force_insert=True)
    first = DeskCase.objects.filter(buyer_key=known).earliest("pk")
    shown = " ".join(desk.get(f"/cases/{first.pk}/buyer").content.decode().split())
    assert "4 cases · 3 of them open" in shown
    assert shown.count('<a class="row"') == 4


def test_commands_and_shortcuts_are_on_every_page(desk: Client, case: DeskCase) -> None:
    assert 'id="palette"' in desk.get(f"/cases/{case.pk}").content.decode()
    page = desk.get("/shortcuts").content.decode()
    assert 'data-remap="r"' in page
    assert "<script>" not in page
