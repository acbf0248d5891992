"""The desk: `python -m library.entrypoints.desk sqlite:///library.db acquire Emma --author Austen`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from library.application.commands.acquire_book import AcquireBook
from library.application.queries.catalogue import SearchCatalogue
from library.composition import create_tables, library_on


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one thing at the desk."""
    parser = argparse.ArgumentParser(prog="desk")
    parser.add_argument("url")
    actions = parser.add_subparsers(dest="action", required=True)
    acquire = actions.add_parser("acquire")
    acquire.add_argument("title")
    acquire.add_argument("--author", action="append", default=[])
    acquire.add_argument("--copies", type=int, default=1)
    search = actions.add_parser("search")
    search.add_argument("text")
    given = parser.parse_args(arguments)
    with library_on(given.url) as process, process() as request:
        create_tables(process)
        if given.action == "acquire":
            print(request.get(AcquireBook)(given.title, tuple(given.author), given.copies))
        else:
            for card in request.get(SearchCatalogue)(given.text):
                print(f"{card.title}, {' and '.join(card.authors)}: {card.available} of {card.copies}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
