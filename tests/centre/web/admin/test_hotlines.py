"""The administrator's pages of the hotline, and the log of them (P-46, C-36)."""

import pytest
from django.test import Client

from tests.centre.hotline.calling import HOTLINE, agent, order, set_line
from tests.centre.web.staffing import sent
from tests.marks import rule
from zgoda.centre import audit
from zgoda.centre.hotline import lines
from zgoda.centre.hotline.models import LineChange, OrderLook
from zgoda.engine import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.centre.urls")]

FORM = {"number": HOTLINE, "opens": "7:30", "closes": "24:00", "by_exchange": "1", "why": "a new contract"}


@rule("P-46", "S1-23")
def test_a_line_is_changed_with_its_reason_and_the_log_keeps_it(admin: Client) -> None:
    assert "8:00–21:00" in admin.get("/administration/hotline").content.decode()
    assert sent(admin, "/administration/hotline/cz", **FORM) == "/administration/hotline"
    line = lines.line_of("cz")
    assert (line.number, line.hours.opens, line.hours.closes, line.by_exchange) == (HOTLINE, 450, 1440, True)
    row = LineChange.objects.get()
    assert (row.why, row.by.username) == ("a new contract", "admin")
    page = admin.get("/administration/hotline").content.decode()
    assert HOTLINE in page
    assert "a new contract" in page
    log = admin.get("/administration/log?kind=hotlines").content.decode()
    assert HOTLINE in log
    assert "a new contract" in log


@pytest.mark.parametrize(
    "wrong",
    [{"number": "ring me"}, {"opens": "21:00", "closes": "8:00"}, {"opens": "8"}, {"closes": "24:30"}, {"why": ""}],
)
def test_what_makes_no_line_comes_back_with_what_to_correct(admin: Client, wrong: dict[str, str]) -> None:
    page = sent(admin, "/administration/hotline/pl", 422, **{**FORM, **wrong})
    assert "to correct" in page
    assert not LineChange.objects.exists()


def test_the_form_begins_with_what_stands(admin: Client) -> None:
    set_line(by_exchange=False)
    page = admin.get("/administration/hotline/pl").content.decode()
    assert HOTLINE in page
    assert 'value="21:00"' in page
    assert "checked" not in page
    assert admin.get("/administration/hotline/de").status_code == 404


@rule("P-04")
def test_the_log_tells_which_orders_were_looked_at(admin: Client) -> None:
    bought = order()
    OrderLook.objects.create(agent=agent(), order=bought, at=clock.now())
    (entry,) = audit.page("order-looks", None)[0]
    assert str(bought.id) in entry.what
    assert "hotline" in entry.who
    assert str(bought.id) in admin.get("/administration/log").content.decode()
