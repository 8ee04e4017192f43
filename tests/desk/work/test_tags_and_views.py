"""Tags on cases, and filtered lists that are kept under a name with their count."""

import re

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.work import tagging
from zgoda.desk.work.models import SavedView, Tag, Tagged

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def test_tags_are_read_once_each_whatever_their_case() -> None:
    assert tagging.read(" pilne, Pilne ,, hurt  B2B ,pilne") == ["pilne", "hurt B2B"]
    assert len(tagging.read(",".join(map(str, range(50))))) == tagging.MOST


def test_a_case_is_found_by_its_tag_until_it_is_taken_off(desk: Client, case: DeskCase, clock: DeskClock) -> None:
    desk.post(f"/cases/{case.pk}/tags", {"tags": "pilne, hurt"})
    tag = Tag.objects.get(key="pilne")
    assert "pilne, hurt" in desk.get("/").content.decode()
    assert listing.page(case.shop_id, Filters(tag_id=tag.pk), clock.now).rows
    desk.post(f"/cases/{case.pk}/tags", {"tags": "HURT"})
    assert not listing.page(case.shop_id, Filters(tag_id=tag.pk), clock.now).rows
    assert Tagged.objects.count() == 1


def test_a_saved_view_stands_with_its_count(desk: Client, case: DeskCase) -> None:
    desk.post(f"/cases/{case.pk}/tags", {"tags": "pilne"})
    query = f"tag={Tag.objects.get().pk}"
    assert desk.post(f"/views?{query}", {"name": "Pilne sprawy"}).headers["location"] == f"/?{query}"
    shown = " ".join(desk.get(f"/?{query}").content.decode().split())
    assert re.search(r'aria-current="true">Pilne sprawy <span class="n">1</span>', shown)


def test_views_are_ones_own_or_the_shops(desk: Client, case: DeskCase, jan: Member) -> None:
    desk.post("/views?type=CLAIM", {"name": "Secret list"})
    desk.post("/views?type=CLAIM", {"name": "Claims of all", "whose": "shop"})
    other = Client()
    other.force_login(jan.user)
    shown = other.get("/").content.decode()
    assert "Claims of all" in shown
    assert "Secret list" not in shown
    shared = SavedView.objects.get(name="Claims of all")
    own = SavedView.objects.get(name="Secret list")
    assert other.post(f"/views/{shared.pk}").status_code == 404
    assert other.post(f"/views/{own.pk}").status_code == 404
    desk.post(f"/views/{shared.pk}")
    assert not SavedView.objects.filter(pk=shared.pk).exists()


def test_nothing_filtered_is_no_view(desk: Client, case: DeskCase) -> None:
    assert "Filter or search first" in desk.post("/views", {"name": "All"}).content.decode()
    assert "Give the view a name." in desk.post("/views?who=me", {"name": " "}).content.decode()
    assert not SavedView.objects.exists()
