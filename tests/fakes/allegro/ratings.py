"""The fake's ratings, in the older shape and, where told so, only in the newer one."""

import json
from typing import TYPE_CHECKING

import httpx2

from tests.fakes.allegro.messaging import BETA, answer, problem
from zgoda.wire.times import from_wire, to_wire

if TYPE_CHECKING:
    from tests.fakes.allegro.server import FakeAllegro

PUBLIC = "application/vnd.allegro.public.v1+json"


class FakeRatings:
    """``scope`` False refuses everything; ``only_beta`` answers 406 to the older shape; ``refusal`` are the words with
    which every writing is refused; ``spoilt`` ratings come without an id. ``put`` lists what was written."""

    def __init__(self, server: "FakeAllegro") -> None:
        self.server = server
        self.rows: dict[str, dict] = {}
        self.scope = True
        self.only_beta = False
        self.refusal = ""
        self.spoilt = 0
        self.put: list[tuple[str, str]] = []

    def rate(
        self, login: str = "anna_k", *, recommended: bool = False, comment: str = "Za późno", **more: object
    ) -> str:
        """A buyer rates an order now."""
        number = f"{len(self.rows) + 1:024x}"
        self.rows[number] = {
            "id": number,
            "createdAt": to_wire(self.server.now),
            "lastChangedAt": to_wire(self.server.now),
            "recommended": recommended,
            "buyer": {"id": "77", "login": login},
            "comment": comment,
            "order": {"id": "ord-1", "offers": [{"id": "7", "title": "Lampka"}]},
            "removal": {"possibleTo": "2026-06-01T21:59:59.999Z", "request": None},
        } | more
        return number

    def list_ratings(self, request: httpx2.Request) -> httpx2.Response:
        refused = self._refused(request)
        if refused is not None:
            return refused
        asked = request.url.params
        since, until = from_wire(asked.get("lastChangedAt.gte", "")), from_wire(asked.get("lastChangedAt.lte", ""))
        rows = [
            row
            for row in self.rows.values()
            if (since is None or from_wire(row["lastChangedAt"]) >= since)
            and (until is None or from_wire(row["lastChangedAt"]) <= until)
        ]
        rows.sort(key=lambda row: (row["lastChangedAt"], row["id"]), reverse=True)
        offset, limit = int(asked.get("offset") or 0), int(asked.get("limit") or 20)
        told = [self._shown(row) for row in rows[offset : offset + limit]] + [{"comment": "?"}] * self.spoilt
        return answer(200, {"ratings": told})

    def one_rating(self, request: httpx2.Request, rating_id: str) -> httpx2.Response:
        refused = self._refused(request)
        if refused is not None:
            return refused
        row = self.rows.get(rating_id)
        return answer(200, self._shown(row)) if row else problem(404, "NotFoundException")

    def put_answer(self, request: httpx2.Request, rating_id: str) -> httpx2.Response:
        text = json.loads(request.content)["message"]
        told = {"createdAt": to_wire(self.server.now), "message": text}
        return self._written(rating_id, "answer", text, lambda row: row.update(answer=told))

    def put_removal(self, request: httpx2.Request, rating_id: str) -> httpx2.Response:
        text = json.loads(request.content)["request"]["message"]
        asked = {"createdAt": to_wire(self.server.now), "message": text, "source": "SELLER"}
        return self._written(rating_id, "removal", text, lambda row: row["removal"].update(request=asked))

    def _written(self, rating_id, what, text, change) -> httpx2.Response:
        row = self.rows.get(rating_id)
        if row is None or not self.scope:
            return problem(404 if self.scope else 403, "NotFoundException")
        if self.refusal:
            return problem(400, "VALIDATION_ERROR", self.refusal)
        change(row)
        self.put.append((what, text))
        return answer(201, {"createdAt": to_wire(self.server.now), "message": text})

    def _refused(self, request: httpx2.Request) -> httpx2.Response | None:
        if not self.scope:
            return problem(403, "AccessDenied")
        if self.only_beta and request.headers["accept"] != BETA:
            return problem(406, "NotAcceptable")
        return None

    def _shown(self, row: dict) -> dict:
        if not self.only_beta:
            return row
        said = row.get("answer")
        told = {"createdAt": said["createdAt"], "text": said["message"], "language": "pl"} if said else None
        return row | {"comment": {"text": row["comment"], "language": "pl"}, "answer": told}


_ID = "([0-9a-f]+)"
ROUTES = [
    ("GET", "/sale/user-ratings", FakeRatings.list_ratings),
    ("GET", f"/sale/user-ratings/{_ID}", FakeRatings.one_rating),
    ("PUT", f"/sale/user-ratings/{_ID}/answer", FakeRatings.put_answer),
    ("PUT", f"/sale/user-ratings/{_ID}/removal", FakeRatings.put_removal),
]
