"""The desk: `python -m library.entrypoints.desk acquire Emma --author Austen`.

LIBRARY_DATABASE_URL, LIBRARY_REDIS_URL and LIBRARY_CARD_KEY say which library it is in.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date

from dishka import Container

from library.application.commands.acquire_book import AcquireBook
from library.application.commands.close_library import CloseLibrary
from library.application.commands.issue_card import IssueCard, ReportLoss
from library.application.commands.join import Join
from library.application.commands.lend_book import LendBook
from library.application.commands.ports import Cards
from library.application.queries.catalogue import SearchCatalogue
from library.composition import library_by, settings_from
from library.domain.events import BookId, MemberId


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one thing at the desk."""
    given = _parser().parse_args(arguments)
    with library_by(settings_from(os.environ)) as process, process() as request:
        for line in _done(given, request):
            print(line)
    return 0


def _done(given: argparse.Namespace, request: Container) -> list[str]:
    match given.action:
        case "acquire":
            return [request.get(AcquireBook)(given.title, tuple(given.author), given.copies)]
        case "join":
            member_id = request.get(Join)(given.name)
            return [member_id, request.get(IssueCard)(member_id)]
        case "lend":
            member_id = request.get(Cards).identify(given.card)
            return [f"copy {request.get(LendBook)(BookId(given.book), member_id)}"]
        case "lost":
            request.get(ReportLoss)(MemberId(given.member))
            return []
        case "close":
            request.get(CloseLibrary)(given.day, given.reason)
            return []
        case _:
            cards = request.get(SearchCatalogue)(given.text)
            return [
                f"{each.title}, {' and '.join(each.authors)}: {each.available} of {each.copies}"
                for each in cards
            ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desk")
    actions = parser.add_subparsers(dest="action", required=True)
    acquire = actions.add_parser("acquire")
    acquire.add_argument("title")
    acquire.add_argument("--author", action="append", default=[])
    acquire.add_argument("--copies", type=int, default=1)
    actions.add_parser("join").add_argument("name")
    lend = actions.add_parser("lend")
    lend.add_argument("card")
    lend.add_argument("book")
    actions.add_parser("lost").add_argument("member")
    close = actions.add_parser("close")
    close.add_argument("day", type=date.fromisoformat)
    close.add_argument("reason")
    actions.add_parser("search").add_argument("text")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
