"""The reviewer's pen on the server (审校): who may revise, what a form asks for, the build that applies it.

Who brings the token that was shown at the start gets a cookie in its place, and is led on to an address
without it. A form must come from a page of ours (its origin, and the token that the page put into it), so
that no other page can send one. The Host must be a loopback address: another name leads here only for a site
that wants to pass for this one.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fazhi.kg.workers import GIB, Limits
from fazhi.ontology.errors import FazhiError
from fazhi.web.content.revising import apply_revisions, revise
from fazhi.web.pages import LANGUAGES, PageRequest, page
from fazhi.web.server.kept import Answers
from fazhi.web.server.work import CORES, Lane
from fazhi.web.site import Editing
from fazhi.web.source import Source

#: What revising may take: the first time, all that reads a report is loaded; and what a build may.
_REVISING, _BUILDING = Limits(seconds=120), Limits(seconds=None, memory=8 * GIB)
_NAME = "fazhi-reviewer"
#: Characters of the name of a person.
_MOST_NAME = 100
_YEAR = 365 * 24 * 3600
_LOCAL = re.compile(r"(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?")
_FORM = "application/x-www-form-urlencoded"
#: Where on a page a form leads back to.
_PLACE = re.compile(r"[a-z]{1,10}[-=][0-9]{1,9}(?:,[0-9]{1,9})?")
_UNSTORED = {"Cache-Control": "no-store"}


class Refused(FazhiError):  # noqa: N818
    """A request is not one of a person who may revise; the message says why."""


class Editor:
    """What persons say of the reports of a source, by forms on the pages of the reports."""

    def __init__(
        self, source: Source, answers: Answers, token: str, *, address: str, sparql: bool = True
    ) -> None:
        """``token`` lets a browser in; ``address`` and ``sparql`` as of the server."""
        self._source = source
        self._answers = answers
        self._token = token
        self._address, self._sparql = address, sparql
        self._session, self._form = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._revising = Lane(_REVISING, running=max(2, CORES))
        self._building = Lane(_BUILDING, running=1)
        self._build: asyncio.Task[None] | None = None
        self._failure: FazhiError | None = None
        #: The keys of reports that a build gave another name, by the old ones.
        self._renamed: dict[str, str] = {}

    def routes(self) -> list[Route]:
        """The addresses that are for editing alone."""
        return [
            Route("/edit", self._enter),
            Route("/edit/{language}/{key:path}", self._take, methods=["POST"]),
        ]

    def close(self) -> None:
        """End what is at work. A build that is ended leaves the store as it was."""
        self._revising.close()
        self._building.close()

    def admits(self, request: Request) -> bool:
        """Whether a request comes from a browser that was let in."""
        return _is_local(request) and _same(request.cookies.get(_session_name(request), ""), self._session)

    async def page(
        self,
        request: Request,
        asked: PageRequest,
        *,
        said: str = "",
        given: Mapping[str, str] | None = None,
    ) -> Response:
        """A page with what one revises by; ``said`` is why a form, which held ``given``, was not taken."""
        editing = Editing(
            token=self._form,
            name=unquote(request.cookies.get(_NAME, "")),
            said=said,
            failure=self._failure.told_in(asked.language) if self._failure else "",
            given=tuple((given or {}).items()),
            applying=self._build is not None,
        )
        found = await self._answers.response(
            request, self._revising, page, replace(asked, editing=editing), lasting=False
        )
        renamed = self._renamed.get(asked.path.removeprefix("reader/"))
        if found.status_code == 404 and renamed:
            return RedirectResponse(f"/{asked.language}/reader/{quote(renamed)}", 303, _UNSTORED)
        found.headers.update(_UNSTORED)
        if said and found.status_code == 200:
            found.status_code = 422
        return found

    async def _enter(self, request: Request) -> Response:
        """Let in who brings the token."""
        if not _is_local(request) or not _same(request.query_params.get("token", ""), self._token):
            return _refusal(_not_admitted())
        response = RedirectResponse("/", 303, _UNSTORED)
        response.set_cookie(_session_name(request), self._session, httponly=True, samesite="strict")
        return response

    async def _take(self, request: Request) -> Response:
        """Do what a form says, and lead back to the page of its report."""
        try:
            given = await self._given(request)
        except Refused as error:
            return _refusal(error)
        language, key = request.path_params["language"], request.path_params["key"]
        if language not in LANGUAGES:
            return _refusal(Refused("no such page", "没有此页"))
        name = unquote(request.cookies.get(_NAME, ""))
        place = given.get("place", "")
        response = RedirectResponse(
            f"/{language}/reader/{quote(key)}{f'#{place}' if _PLACE.fullmatch(place) else ''}", 303, _UNSTORED
        )
        try:
            match given.get("do"):
                case "name":
                    named = quote(given.get("name", "").strip()[:_MOST_NAME])
                    response.set_cookie(_NAME, named, max_age=_YEAR, httponly=True, samesite="strict")
                case "apply":
                    if self._build is None:
                        self._build = asyncio.create_task(self._apply())
                case _:
                    await self._revising.call("", revise, self._source, key, name, given)
        except FazhiError as error:
            asked = PageRequest(language, f"reader/{key}", (), self._address, self._sparql)
            return await self.page(request, asked, said=error.told_in(language), given=given)
        return response

    async def _apply(self) -> None:
        """Make the store's graphs anew as the revisions say; pages show what is new by themselves.

        Why it failed is shown until the next one begins.
        """
        self._failure = None
        try:
            self._renamed |= await self._building.call("", apply_revisions, self._source)
        except FazhiError as error:
            self._failure = error
        except Exception as error:
            name = type(error).__name__
            self._failure = FazhiError(f"internal error: {name}", f"程序内部错误：{name}")
        finally:
            self._build = None

    async def _given(self, request: Request) -> dict[str, str]:
        """What a form of ours holds. Raises Refused for any other request."""
        host = request.headers.get("host", "")
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        ours = f"http://{host}"
        same = origin == ours if site is None else site == "same-origin"
        # A page that sends no referrer has the origin “null” in its forms.
        if not same or origin not in (None, "null", ours):
            raise Refused("the form is none of this site", "表单并非来自本站")
        if not self.admits(request):
            raise _not_admitted()
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise Refused(f"a form is sent as {_FORM}", f"表单须以 {_FORM} 发送")
        try:
            body = (await request.body()).decode("ascii")
            given = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=100))
        except ValueError as error:
            raise Refused("the form cannot be read", "表单无法读取") from error
        if not _same(given.get("token", ""), self._form):
            raise Refused(
                "the form is of an earlier start; open the page again", "表单已过期，请重新打开页面"
            )
        return given


def _is_local(request: Request) -> bool:
    return _LOCAL.fullmatch(request.headers.get("host", "")) is not None


def _session_name(request: Request) -> str:
    """Cookies are shared by all servers of a machine, whatever their port."""
    return f"fazhi-edit-{request.scope['server'][1]}"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _not_admitted() -> Refused:
    return Refused("open the address that fazhi serve --edit showed", "请打开启动时显示的网址")


def _refusal(why: Refused) -> Response:
    return PlainTextResponse(f"{why.told_in('both')}\n", 403, _UNSTORED)
