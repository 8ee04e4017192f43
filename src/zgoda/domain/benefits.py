"""Whether a seller's words offer something for a rating or its removal (B10-05): a benefit and a bargain together.

Words of the five languages, without their accents. Naming a refund that was paid is no offer; "a voucher in return"
and "we refund as soon as you remove it" are.
"""

import re
import unicodedata

_BENEFIT = re.compile(
    r"\b(?:"
    r"rabat|znizk|kupon|bon(?:u|y|em)?\b|voucher|prezent|gratis|upomin|rekompensat|zwrot|zwroc|oddam|oddaj|przelej|"
    r"discount|coupon|gift|refund|cashback|money back|pay you|free of charge|"
    r"slev|darek|dark|poukaz|vrati|penize|"
    r"zlav|darcek|peniaze|"
    r"kedvezmeny|ajandek|visszaterit|visszafizet|utalvany"
    r")"
)
_IN_RETURN = re.compile(
    r"w zamian|\bza (?:usuniecie|zmiane|wycofanie|skasowanie|wystawienie|pozytywn\w+|dobra) ?|"
    r"in (?:return|exchange)|\bfor (?:removing|deleting|changing|withdrawing|a (?:good|positive))|"
    r"vymenou|\bza (?:smazani|odstraneni|zmenu|stazeni|vymazanie|odstranenie|kladne)|"
    r"csereb|(?:torles|eltavolitas|modositas|ertekeles)\w*ert\b"
)
_ONCE_DONE = re.compile(
    r"\b(?:jesli|jezeli|gdy|kiedy|o ile|jak tylko)\b[^.!?]{0,40}\b(?:usuni(?:esz|e)|usuna|zmieni(?:sz|cie)|"
    r"skasuj\w+|wycofa\w*)\b|"
    r"\bpo (?:usunieciu|zmianie|wycofaniu|skasowaniu)\b|"
    r"\b(?:if|once|when|after|as soon as) you[^.!?]{0,20}\b(?:remove|delete|change|withdraw)|"
    r"\b(?:pokud|kdyz|jakmile|az)\b[^.!?]{0,40}\b(?:smaze|odstrani|zmeni|stahne)(?:te|s)\b|"
    r"\b(?:ak|ked|akonahle)\b[^.!?]{0,40}\b(?:vymaze|odstrani|zmeni|stiahne)(?:te|s)\b|"
    r"\bpo (?:smazani|odstraneni|vymazani)\b|"
    r"\b(?:ha|amint|miutan)\b[^.!?]{0,40}\b(?:torli|torlod|torolte|eltavolit\w*|modosit\w*|visszavon\w*)\b"
)


def offers_benefit(text: str) -> bool:
    """B10-05: both within one text."""
    plain = _plain(text)
    return bool(_BENEFIT.search(plain)) and bool(_IN_RETURN.search(plain) or _ONCE_DONE.search(plain))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())
