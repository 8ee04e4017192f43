"""Write the sample marketplace's orders: one for each sample Discussion, and others around them.

Run from the repository's root after changing ``discussions.jsonl`` or the tables below; the result is committed.
Times are offsets from loading (``@-3d2h``), so the sample is always fresh. The same run gives the same file.
"""

import json
import random
import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

FOLDER = Path("src/zgoda/centre/sample")
OTHERS = 142
CURRENCY = {"pl": "PLN", "cz": "CZK", "sk": "EUR", "hu": "HUF"}
SELLERS = {
    "Ceramika-Bory": 55500001,
    "Rowery-Wicher": 55500002,
    "TechNord": 55500003,
    "Sklo-Vltava": 55500004,
    "Tatra-Gear": 55500005,
    "Duna-Konyha": 55500006,
}
BUYERS = {
    "marek_z_gdyni": (44300001, "pl", "Marek", "Lewandowski", "ul. Świętojańska 12/4", "Gdynia", "81-372", "pl-PL"),
    "pani_halinka": (44300002, "pl", "Halina", "Wójcik", "ul. Lipowa 3", "Radom", "26-600", "pl-PL"),
    "kuba_wro": (44300003, "pl", "Jakub", "Mazur", "ul. Legnicka 55/18", "Wrocław", "54-203", "pl-PL"),
    "agnieszka.nowak": (44300004, "pl", "Agnieszka", "Nowak", "os. Piastowskie 40/2", "Poznań", "61-148", "pl-PL"),
    "zbyszek1958": (44300005, "pl", "Zbigniew", "Kaczmarek", "Rynek 7", "Sandomierz", "27-600", "pl-PL"),
    "ola_i_psy": (44300006, "pl", "Aleksandra", "Zając", "ul. Leśna 21", "Zielonka", "05-220", "pl-PL"),
    "tomek_bielsko": (44300007, "pl", "Tomasz", "Pytel", "ul. Partyzantów 15", "Bielsko-Biała", "43-300", "pl-PL"),
    "john_in_krakow": (44300008, "pl", "John", "Whitfield", "ul. Długa 44/9", "Kraków", "31-146", "en-US"),
    "pepa_z_brna": (44300011, "cz", "Josef", "Dvořák", "Veveří 102", "Brno", "602 00", "cs-CZ"),
    "jitka.k": (44300012, "cz", "Jitka", "Krejčová", "Masarykova 18", "Olomouc", "779 00", "cs-CZ"),
    "honza_plzen": (44300013, "cz", "Jan", "Beneš", "Americká 31", "Plzeň", "301 00", "cs-CZ"),
    "emma_prague": (44300014, "cz", "Emma", "Clarke", "Korunní 77", "Praha", "130 00", "en-US"),
    "zuzka_kosice": (44300021, "sk", "Zuzana", "Horváthová", "Hlavná 64", "Košice", "040 01", "sk-SK"),
    "peto.bb": (44300022, "sk", "Peter", "Kováč", "Horná 9", "Banská Bystrica", "974 01", "sk-SK"),
    "kovacs.eva": (44300031, "hu", "Éva", "Kovács", "Váci út 118", "Budapest", "1133", "hu-HU"),
    "gabor_pecs": (44300032, "hu", "Gábor", "Tóth", "Király utca 22", "Pécs", "7621", "hu-HU"),
}
POTTERY = {
    "pl": (
        ("Kubek ceramiczny w groszki 0,4 l", 3990),
        ("Misa kamionkowa 28 cm, szara", 8900),
        ("Miseczka ręcznie toczona, granat", 5900),
        ("Talerzyk deserowy, mat", 3400),
        ("Dzbanek kamionkowy 1,2 l", 11900),
        ("Cukierniczka z pokrywką", 4900),
        ("Komplet 6 talerzy obiadowych", 14900),
    ),
    "cz": (
        ("Keramický hrnek s puntíky 0,4 l", 23900),
        ("Kameninová mísa 28 cm, šedá", 52900),
        ("Ručně točená miska, modrá", 34900),
        ("Dezertní talířek, mat", 19900),
        ("Kameninová konvice 1,2 l", 69900),
        ("Cukřenka s víčkem", 28900),
        ("Sada 6 mělkých talířů", 87900),
    ),
    "sk": (
        ("Keramický hrnček s bodkami 0,4 l", 990),
        ("Kameninová misa 28 cm, sivá", 2190),
        ("Ručne točená miska, modrá", 1490),
        ("Dezertný tanierik, mat", 890),
        ("Kameninová kanvica 1,2 l", 2890),
        ("Cukornička s pokrievkou", 1190),
        ("Súprava 6 tanierov", 3690),
    ),
    "hu": (
        ("Pöttyös kerámia bögre 0,4 l", 399000),
        ("Kőagyag tál 28 cm, szürke", 889000),
        ("Kézzel korongozott tálka, kék", 590000),
        ("Desszertes tányér, matt", 349000),
        ("Kőagyag teáskanna 1,2 l", 1190000),
        ("Cukortartó fedővel", 499000),
        ("6 darabos tányérkészlet", 1490000),
    ),
}
SHOPS = {
    "Rowery-Wicher": (
        "pl",
        ("Zapięcie rowerowe U-lock", 12900),
        ("Lampka przednia USB 600 lm", 9900),
        ("Koło tylne 28 cali", 21900),
        ("Sakwa na bagażnik 20 l", 15900),
    ),
    "TechNord": (
        "pl",
        ("Słuchawki bezprzewodowe N2", 19900),
        ("Ładowarka USB-C 65 W", 10900),
        ("Mysz cicha, grafit", 7900),
        ("Klawiatura mechaniczna TKL", 32900),
    ),
    "Sklo-Vltava": (
        "cz",
        ("Sada sklenic na víno, 6 ks", 89900),
        ("Karafa z křišťálu", 129900),
        ("Zavařovací sklenice s klipem, 4 ks", 39900),
        ("Váza foukaná, jantar", 74900),
    ),
    "Tatra-Gear": (
        "sk",
        ("Turistický batoh 35 l", 8990),
        ("Termoska 1 l, nerez", 2490),
        ("Čelovka 400 lm", 3290),
        ("Trekové palice, pár", 4590),
    ),
    "Duna-Konyha": (
        "hu",
        ("Tapadásmentes serpenyő 28 cm", 899000),
        ("Öntöttvas lábas fedővel", 1890000),
        ("Konyhakés 20 cm", 649000),
        ("Bambusz vágódeszka", 429000),
    ),
}
METHODS = {
    "pl": ("InPost Paczkomaty 24/7", 1099),
    "cz": ("Zásilkovna", 7900),
    "sk": ("Packeta", 299),
    "hu": ("Foxpost", 129000),
}
PAYMENTS = (
    "ONLINE",
    "ONLINE",
    "ONLINE",
    "ONLINE",
    "CASH_ON_DELIVERY",
    "WIRE_TRANSFER",
    "SPLIT_PAYMENT",
    "EXTENDED_TERM",
)
STATES = (("READY_FOR_PROCESSING", "NEW"), ("READY_FOR_PROCESSING", "PROCESSING"), ("READY_FOR_PROCESSING", "SENT"))
RARE = (("CANCELLED", "CANCELLED"), ("FILLED_IN", "NEW"), ("BOUGHT", "NEW"), ("READY_FOR_PROCESSING", "RETURNED"))


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"zgoda:sample:{name}"))


def minutes(offset: str) -> int:
    units = {"d": 1440, "h": 60, "m": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([dhm])", offset))


def ago(count: int) -> str:
    days, rest = divmod(count, 1440)
    hours, mins = divmod(rest, 60)
    return "@-" + "".join(f"{n}{unit}" for n, unit in ((days, "d"), (hours, "h"), (mins, "m")) if n)


def products(seller: str, market: str) -> tuple:
    return POTTERY[market] if seller == "Ceramika-Bory" else SHOPS[seller][1:]


def money(minor: int, market: str) -> dict:
    return {"amount": f"{minor // 100}.{minor % 100:02d}", "currency": CURRENCY[market]}


def form(key, market, buyer, seller, *, picks, bought, dice, purchase="", provider="SELLER", settled=False):
    """One checkout form. ``picks`` are (product, quantity); ``settled``: paid online, so that it can be refunded."""
    number, _home, first, last, street, city, code, language = BUYERS[buyer]
    lines = [
        {
            "id": uid(f"{key}-line-{index}"),
            "offer": {"id": str(90120000 + hash_of(name)), "name": name, "external": None},
            "quantity": quantity,
            "originalPrice": money(price, market),
            "price": money(price, market),
            "boughtAt": ago(bought),
        }
        for index, ((name, price), quantity) in enumerate(picks)
    ]
    method, cost = METHODS[market]
    total = sum(price * quantity for (_name, price), quantity in picks) + cost
    kind = "ONLINE" if settled else dice.choice(PAYMENTS)
    paid = settled or (kind != "CASH_ON_DELIVERY" and dice.random() > 0.15)
    status, fulfillment = ("READY_FOR_PROCESSING", "SENT") if settled else dice.choice(STATES * 4 + RARE)
    address = {"firstName": first, "lastName": last, "street": street, "city": city, "zipCode": code}
    return {
        "id": uid(key),
        "messageToSeller": None,
        "buyer": {
            "id": str(number),
            "email": f"{uid(buyer)[:8]}+{number}@allegromail.invalid",
            "login": buyer,
            "firstName": first if settled or dice.random() > 0.1 else None,
            "lastName": last if settled or dice.random() > 0.1 else None,
            "companyName": None,
            "guest": False,
            "preferences": {"language": language},
        },
        "payment": {
            "id": uid(f"{key}-payment"),
            "type": kind,
            "provider": "OFFLINE" if kind == "CASH_ON_DELIVERY" else "PAYU",
            "finishedAt": ago(bought - 2) if paid else None,
            "paidAmount": money(total, market) if paid else None,
        },
        "status": status,
        "fulfillment": {
            "status": fulfillment,
            "shipmentSummary": {"lineItemsSent": "ALL" if fulfillment in {"SENT", "RETURNED"} else "NONE"},
            "provider": {"id": provider},
        },
        "delivery": {
            "address": address | {"countryCode": market.upper()} if dice.random() > 0.15 else None,
            "method": {"id": uid(method), "name": method},
            "cost": money(cost, market),
            "smart": dice.random() > 0.5,
        },
        "invoice": {"required": dice.random() > 0.85},
        "lineItems": lines,
        "surcharges": [],
        "marketplace": {"id": f"allegro-{market}"},
        "summary": {"totalToPay": money(total, market)},
        "updatedAt": ago(max(1, bought - 2)),
        "revision": uid(f"{key}-revision")[:8],
        "codBookedPayments": [],
        "zgoda": {"seller": {"id": str(SELLERS[seller]), "login": seller}, "purchaseId": uid(f"{purchase or key}-buy")},
    }


def hash_of(name: str) -> int:
    return int(uid(name)[:4], 16)


def of_discussion(row: dict, dice: random.Random) -> dict:
    opened = 7 * 1440 if row["opened"].startswith("due") else minutes(row["opened"])
    pick = (products(row["seller"], row["market"])[row["product"]], row["quantity"])
    bought = opened + minutes(row["bought"])
    who = (row["market"], row["buyer"], row["seller"])
    return form(row["key"], *who, picks=[pick], bought=bought, dice=dice, provider=row["provider"], settled=True)


def around(dice: random.Random) -> list[dict]:
    """Orders nobody complains about; every ninth purchase is shared by two or three sellers."""
    made: list[dict] = []
    number = 0
    while len(made) < OTHERS:
        number += 1
        buyer = dice.choice(list(BUYERS))
        market = BUYERS[buyer][1]
        local = [seller for seller, (home, *_rest) in SHOPS.items() if home == market]
        sellers = (
            ["Ceramika-Bory", *local][: 3 if number % 18 else 2]
            if number % 9 == 0
            else [dice.choice(["Ceramika-Bory", "Ceramika-Bory", *local])]
        )
        bought = dice.randint(90, 58 * 1440)
        for seller in sellers:
            picks = [
                (product, dice.randint(1, 3))
                for product in dice.sample(products(seller, market), dice.choice((1, 1, 2)))
            ]
            provider = "ALLEGRO" if dice.random() < 0.15 else "SELLER"
            key = f"o{number:03d}-{seller}"
            made.append(
                form(
                    key,
                    market,
                    buyer,
                    seller,
                    picks=picks,
                    bought=bought,
                    dice=dice,
                    purchase=f"o{number:03d}",
                    provider=provider,
                )
            )
    return made


def main() -> None:
    dice = random.Random(20250926)
    rows = [json.loads(line) for line in (FOLDER / "discussions.jsonl").read_text(encoding="utf-8").splitlines()]
    orders = [of_discussion(row, dice) for row in rows] + around(dice)
    orders.sort(key=lambda order: -minutes(order["lineItems"][0]["boughtAt"]))
    text = "".join(json.dumps(order, ensure_ascii=False) + "\n" for order in orders)
    (FOLDER / "orders.jsonl").write_text(text, encoding="utf-8")
    print(f"{len(orders)} orders")


if __name__ == "__main__":
    main()
