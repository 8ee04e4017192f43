"""What `zgoda up` prints when everything answers: addresses, sample logins, what to click first."""

from collections.abc import Mapping

PASSWORD = "zgoda"  # noqa: S105 - the sample people's, sandbox only
PEOPLE = (
    ("buyer", "marek_z_gdyni", "centre"),
    ("buyer, Warehouse's orders", "pani_halinka", "centre"),
    ("seller's agent", "ola", "desk"),
    ("seller (to connect a desk)", "Ceramika-Bory", "centre"),
    ("Warehouse", "magazyn", "centre"),
    ("consultant", "konsultant", "centre"),
    ("moderator", "moderator", "centre"),
    ("hotline agent", "infolinia", "centre"),
    ("administrator", "admin", "centre"),
)
_NOTES = {
    "carrier": "  (move parcels by hand)",
    "payments": "  (confirm refunds by hand)",
    "telephony": "  (answer calls by hand)",
}
FIRST_STEPS = """\
What to click first
  1. Open the centre, sign in as marek_z_gdyni, choose a purchase and report a problem.
  2. Open the desk in a second window, sign in as ola: the Discussion arrives within seconds. Answer it.
  3. Sign in to the centre as admin, turn the sandbox clock forward and watch the deadlines happen.
  4. As pani_halinka write in a Discussion that the Warehouse answers; answer or forward it as magazyn.
"""


def text(addresses: Mapping[str, str], *, sample: bool) -> str:
    lines = ["", "Zgoda is running.", ""]
    lines += [f"  {name:<11}{address}{_NOTES.get(name, '')}" for name, address in addresses.items()]
    if sample:
        lines += ["", f"Sample logins (password of all: {PASSWORD})"]
        lines += [f"  {who:<28}{login:<16}at the {half}" for who, login, half in PEOPLE if half in addresses]
        lines += ["", FIRST_STEPS.rstrip()]
    lines += ["", "Stop with Ctrl+C.", ""]
    return "\n".join(lines)
