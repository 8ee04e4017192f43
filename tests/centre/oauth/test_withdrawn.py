"""Where the seller's consent is gone, nothing that was still on its way becomes a token.

The consent is the lock of a connection: a refresh or an exchange that waited while the seller disconnected finds none.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.centre.oauth.conftest import approved, pair
from zgoda.centre.oauth.models import AccessToken, Consent, DeviceCode

pytestmark = pytest.mark.django_db


def test_a_code_whose_consent_is_gone_is_worth_nothing(window, program):
    code = approved(window, program)
    Consent.objects.all().delete()
    assert program.exchange(code).json()["error"] == "invalid_grant"
    assert not AccessToken.objects.exists()


def test_a_refresh_token_whose_consent_is_gone_is_worth_nothing(window, program):
    tokens = pair(window, program)
    Consent.objects.all().delete()
    assert program.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert AccessToken.objects.count() == 1


def test_a_device_in_a_hurry_is_slowed_down_to_a_bound(program):
    waiting = program.start_device().json()
    DeviceCode.objects.update(interval=32_766, polled_at=timezone.now() - timedelta(seconds=1))
    assert program.poll(waiting["device_code"]).json()["error"] == "slow_down"
    assert DeviceCode.objects.get().interval == 300
