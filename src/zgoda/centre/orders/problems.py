"""Why a checkout form was not taken: a code, the place in the record, and the words for a person."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Why(StrEnum):
    TOO_LONG = "line-too-long"
    NOT_JSON = "not-json"
    NOT_OBJECT = "not-an-object"
    TOO_DEEP = "nested-too-deep"
    BAD_TEXT = "forbidden-character"
    SHAPE = "wrong-shape"
    NO_SELLER = "no-seller"
    BAD_ID = "bad-id"
    NO_LINES = "no-lines"
    BAD_MONEY = "bad-money"
    BAD_QUANTITY = "bad-quantity"
    MIXED_CURRENCY = "mixed-currencies"
    NO_MARKET = "unknown-market"
    NO_INSTANT = "no-purchase-instant"
    IN_FUTURE = "bought-in-the-future"
    BAD_LOGIN = "bad-login"
    SAME_PERSON = "seller-is-buyer"
    STAFF = "account-of-staff"
    ID_TAKEN = "id-of-another-account"
    OTHER_SELLER = "order-of-another-seller"
    OTHER_BUYER = "order-of-another-buyer"
    LINE_TAKEN = "line-of-another-order"
    TWICE_IN_BATCH = "line-twice"


@dataclass(eq=False)
class Problem(Exception):
    """One reason a record was refused; ``path`` says where in it, as ``lineItems[2].price``."""

    code: Why
    path: str = ""
    detail: str = ""

    def words(self) -> str:
        place = f" ({self.path})" if self.path else ""
        return f"{_words(self.code)}{place}" + (f": {self.detail}" if self.detail else "")


def _words(code: Why) -> str:
    return {
        Why.TOO_LONG: _("The line is longer than a checkout form can be."),
        Why.NOT_JSON: _("This is not JSON in UTF-8."),
        Why.NOT_OBJECT: _("Each record must be a JSON object."),
        Why.TOO_DEEP: _("The record is nested too deeply."),
        Why.BAD_TEXT: _("The record holds a character that text may not hold."),
        Why.SHAPE: _("A field is missing or has the wrong type."),
        Why.NO_SELLER: _("The record does not say who sells: add the object zgoda.seller or use --seller."),
        Why.BAD_ID: _("This must be a UUID."),
        Why.NO_LINES: _("An order needs between 1 and 500 lines."),
        Why.BAD_MONEY: _("An amount must be a text such as 49.99, not negative and at most 10 million."),
        Why.BAD_QUANTITY: _("A quantity must be a whole number from 1 to 100,000."),
        Why.MIXED_CURRENCY: _("All amounts of an order must be in one currency that the market knows."),
        Why.NO_MARKET: _("The market is none of pl, cz, sk and hu."),
        Why.NO_INSTANT: _("The record does not say when it was bought."),
        Why.IN_FUTURE: _("The instant is outside of what an order can have: from 2000 until tomorrow."),
        Why.BAD_LOGIN: _("A login must have 1 to 150 characters and no line breaks."),
        Why.SAME_PERSON: _("The seller and the buyer are the same account."),
        Why.STAFF: _("The login belongs to somebody who works for the platform."),
        Why.ID_TAKEN: _("The user id belongs to another login."),
        Why.OTHER_SELLER: _("This order is already here and belongs to another seller."),
        Why.OTHER_BUYER: _("This order is already here and belongs to another buyer."),
        Why.LINE_TAKEN: _("This order line is already here in another order."),
        Why.TWICE_IN_BATCH: _("The same line stands twice in the order."),
    }[code]
