"""`zgoda people`: who may sign in, as what, and to which shop's desk. Passwords are typed or made, never arguments."""

import argparse
import getpass
import json
import secrets
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zgoda.accounts.models import User

NAME = "people"
HELP = "add people, give them a role at the centre or a place at a shop's desk, list them"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add a person, or change the role of one")
    add.add_argument("login")
    add.add_argument("--email", default="", help="where letters go")
    add.add_argument(
        "--role", default=None, help="the role at the centre: BUYER, SELLER, CONSULTANT, MODERATOR, HOTLINE, ADMIN…"
    )
    add.add_argument("--shop", default="", help="the shop whose desk the person uses; made if it is new")
    add.add_argument("--shop-role", default="AGENT", help="OWNER, ADMIN, AGENT or READONLY")
    password = actions.add_parser("password", help="set a new password")
    password.add_argument("login")
    factors = actions.add_parser("end-factors", help="end the second factors of somebody who lost them")
    factors.add_argument("login")
    off = actions.add_parser("close", help="close an account: nobody signs in with it any more")
    off.add_argument("login")
    listing = actions.add_parser("list", help="staff of the centre and members of shops")
    listing.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    acts = {"add": _add, "password": _password, "end-factors": _end_factors, "close": _close, "list": _list}
    return acts[args.action](args)


def _add(args: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from zgoda.accounts.logins import by_login
    from zgoda.accounts.models import Role, User
    from zgoda.desk.store.models import Member, MemberRole, Shop

    if args.role is not None and args.role not in Role.values:
        return _complain(f"there is no role {args.role}; choose one of {', '.join(filter(None, Role.values))}")
    if args.shop and args.shop_role not in MemberRole.values:
        return _complain(f"there is no shop role {args.shop_role}; choose one of {', '.join(MemberRole.values)}")
    with transaction.atomic():
        person = by_login(args.login).first()
        is_new = person is None
        person = person or User(username=args.login)
        person.email = args.email or person.email
        person.role = person.role if args.role is None else args.role
        try:
            person.clean_fields(exclude=["password"])
        except ValidationError as error:
            return _complain("; ".join(error.messages))
        word = _new_password() if is_new else ""
        if is_new:
            person.set_password(word)
        person.save()
        if args.shop:
            shop, _ = Shop.objects.get_or_create(name=args.shop)
            Member.objects.update_or_create(user=person, shop=shop, defaults={"role": args.shop_role})
    print(f"{person.username}: {'added' if is_new else 'changed'}")
    return 0


def _password(args: argparse.Namespace) -> int:
    person = _person(args.login)
    if person is None:
        return _complain(f"nobody is called {args.login}")
    person.set_password(_new_password())
    person.save(update_fields=["password"])
    print(f"{person.username}: new password set; other sessions end")
    return 0


def _end_factors(args: argparse.Namespace) -> int:
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    person = _person(args.login)
    if person is None:
        return _complain(f"nobody is called {args.login}")
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    print(f"{person.username}: no second factor any more; signed out everywhere; the password lets in")
    return 0


def _close(args: argparse.Namespace) -> int:
    person = _person(args.login)
    if person is None:
        return _complain(f"nobody is called {args.login}")
    person.is_active = False
    person.save(update_fields=["is_active"])
    print(f"{person.username}: closed")
    return 0


def _list(args: argparse.Namespace) -> int:
    from zgoda.accounts.models import Role, User
    from zgoda.desk.store.models import Member

    staff = User.objects.exclude(role__in=(Role.NONE, Role.BUYER, Role.SELLER)).order_by("username")
    members = Member.objects.select_related("user", "shop").order_by("shop__name", "user__username")
    rows = [{"login": p.username, "role": p.role, "shop": None, "active": p.is_active} for p in staff] + [
        {"login": m.user.username, "role": m.role, "shop": m.shop.name, "active": m.user.is_active} for m in members
    ]
    if args.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for row in rows:
            print(
                f"{row['login']:<24}{row['role']:<12}{row['shop'] or 'centre'}{'' if row['active'] else '  (closed)'}"
            )
    return 0


def _person(login: str) -> "User | None":
    from zgoda.accounts.logins import by_login

    return by_login(login).first()


def _new_password() -> str:
    """Typed twice where somebody sits at the terminal, else a line of the standard input, else made and shown once."""
    if sys.stdin is not None and sys.stdin.isatty():
        first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
        if first and first == second:
            return first
        raise ValueError("the two passwords differ, or are empty; nothing was changed")
    typed = sys.stdin.readline().strip() if sys.stdin is not None else ""
    if typed:
        return typed
    made = secrets.token_urlsafe(12)
    print(f"password: {made}")
    return made


def _complain(words: str) -> int:
    print(f"zgoda people: {words}", file=sys.stderr)
    return 2
