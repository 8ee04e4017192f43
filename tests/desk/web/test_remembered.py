"""What is drawn once and kept shows nothing of an earlier state, another language or another reader."""

import pytest
from django.test import Client
from django.utils import translation

from tests.desk.web.test_pages import words
from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.web import frame, permitted, rendering
from zgoda.desk.web import words as desk_words
from zgoda.engine.clock import real_now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def test_acts_follow_what_the_server_allows(desk: Client, case: DeskCase) -> None:
    def allow(**said: object) -> str:
        DeskCase.objects.filter(pk=case.pk).update(own={"actions": [{"action": "OFFER", **said}]})
        return words(desk, f"/cases/{case.pk}")

    assert "Not before noon." not in allow(allowed=True)
    assert "Not before noon." in allow(allowed=False, words="Not before noon.")
    assert "Not before noon." not in allow(allowed=True)


def test_status_and_reason_follow_the_case(desk: Client, case: DeskCase) -> None:
    assert "Discussion · Pending" in words(desk, f"/cases/{case.pk}")
    DeskCase.objects.filter(pk=case.pk).update(status="DISPUTE_UNRESOLVED")
    assert "Discussion · Unresolved" in words(desk, f"/cases/{case.pk}")


def test_a_member_who_may_only_read_gets_no_acts_of_others(desk: Client, case: DeskCase) -> None:
    assert "Ask the buyer to confirm" in words(desk, f"/cases/{case.pk}")
    Member.objects.update(role=MemberRole.READONLY)
    shown = words(desk, f"/cases/{case.pk}")
    assert "Your role in this shop is read-only." in shown
    assert "Ask the buyer to confirm" not in shown


def test_each_language_has_its_own_words() -> None:
    def said() -> tuple[object, ...]:
        acts = [{"label": permitted.labels(translation.get_language())["reply"], "href": "?", "key": "", "kind": ""}]
        return (
            str(rendering.actions(acts)),
            frame.views("open")[0][0],
            desk_words.status_parts(translation.get_language(), "DISPUTE", "DISPUTE_CLOSED"),
        )

    found = []
    for language in ("en", "pl", "en"):
        with translation.override(language):
            found.append(said())
    assert found[0] == found[2]
    assert all(english != polish for english, polish in zip(*found[:2], strict=True))


def test_what_a_server_says_is_escaped_in_acts() -> None:
    drawn = str(rendering.actions([{"label": "<b>Offer</b>", "why": "<script>"}]))
    assert "<script>" not in drawn
    assert "&lt;b&gt;Offer&lt;/b&gt;" in drawn


@pytest.mark.parametrize("view", [View.OPEN, View.ENDED])
def test_further_pages_hold_every_case_once_and_in_order(case: DeskCase, view: View) -> None:
    for number in range(7):
        case.pk, case.remote_id, case.ended = None, f"copy-{number}", view == View.ENDED
        case.lane = number % 2
        case.save(force_insert=True)
    whole = listing.page(case.shop_id, Filters(view), real_now(), size=20)
    seen, after = [], ""
    for _ in range(5):
        page = listing.page(case.shop_id, Filters(view), real_now(), after, size=2)
        seen += [row.case.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == [row.case.pk for row in whole.rows]
    found = listing.page(case.shop_id, Filters(view, query=case.buyer_login), real_now(), size=20)
    assert [row.case.pk for row in found.rows] == seen


def test_the_list_beside_a_case_is_short_but_holds_the_case_and_skips_none(case: DeskCase) -> None:
    for number in range(30):
        case.pk, case.remote_id = None, f"copy-{number}"
        case.save(force_insert=True)
    whole = [row.case.pk for row in listing.page(case.shop_id, Filters(), real_now()).rows]
    first = listing.page(case.shop_id, Filters(), real_now(), beside=whole[0])
    assert [row.case.pk for row in first.rows] == whole[: listing.SHORT_PAGE]
    further = listing.page(case.shop_id, Filters(), real_now(), first.after)
    assert [row.case.pk for row in further.rows] == whole[listing.SHORT_PAGE :]
    far = listing.page(case.shop_id, Filters(), real_now(), beside=whole[24])
    assert [row.case.pk for row in far.rows] == whole[:25]
