"""The people of the sample: who they are, and that anybody in a sandbox may sign in as them."""

from django.contrib.auth.hashers import make_password

from zgoda.accounts.models import Role, User

PASSWORD = "zgoda"  # noqa: S105 - for a sandbox only; the loader refuses to run elsewhere

STAFF = {
    "konsultant": Role.CONSULTANT,
    "konsultantka": Role.CONSULTANT,
    "magazyn": Role.WAREHOUSE,
    "magazynier": Role.WAREHOUSE,
    "moderator": Role.MODERATOR,
    "infolinia": Role.HOTLINE,
    "admin": Role.ADMIN,
    "audyt": Role.OVERSIGHT,
}
COMPANIES = {
    "Ceramika-Bory": ("Ceramika Bory Anna Borowska", "pl"),
    "Rowery-Wicher": ("Rowery Wicher sp. z o.o.", "pl"),
    "TechNord": ("TechNord S.A.", "pl"),
    "Sklo-Vltava": ("Sklo Vltava s.r.o.", "cz"),
    "Tatra-Gear": ("Tatra Gear s.r.o.", "sk"),
    "Duna-Konyha": ("Duna Konyha Kft.", "hu"),
}
ENGLISH = {"john_in_krakow", "emma_prague"}
_LANGUAGE_OF_MARKET = {"pl": "pl", "cz": "cs", "sk": "sk", "hu": "hu"}


def make_staff(password: str) -> None:
    """The platform's people."""
    for login, role in STAFF.items():
        User.objects.create(
            username=login,
            email=f"{login}@sample.invalid",
            role=role,
            market="pl",
            language="pl",
            sample=True,
            password=password,
        )


def finish_traders(logins: set[str], password: str) -> None:
    """Give the accounts that the import made what only a sample has: a password, a company, a language."""
    for user in User.objects.filter(username__in=logins):
        company, user.market = COMPANIES.get(user.username, ("", user.market))
        user.company = company
        user.language = "en" if user.username in ENGLISH else _LANGUAGE_OF_MARKET[user.market]
        user.email = user.email or f"{user.username.lower()}@sample.invalid"
        user.sample, user.password = True, password
        user.save()


def hashed_password() -> str:
    """Hashed once for all: they share it anyway, and hashing is slow on purpose."""
    return make_password(PASSWORD)
