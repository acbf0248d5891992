"""What is read of a page of metrics."""

from __future__ import annotations

from dovetail.suites.operations.exposition import series_in, total

PAGE = """\
# HELP parcels_total Parcels.
# TYPE parcels_total counter
parcels_total{route="/parcels/{name}",outcome="accepted"} 3
parcels_total{outcome="refused",route="/parcels/{name}",} 2.0 1774746000000
parcels_created{outcome="refused"} 1.7e+09
process_cpu_seconds_total 0.25
note{text="a \\"quoted\\" word"} NaN
# EOF
"""


def test_a_counter_is_the_sum_of_its_series() -> None:
    assert total(PAGE, "parcels_total") == 5
    assert total(PAGE, "parcels") == 5
    assert total(PAGE, 'parcels_total{outcome="refused"}') == 2
    assert total(PAGE, "letters_total") is None


def test_since_when_it_is_counted_is_no_series() -> None:
    assert [each.name for each in series_in(PAGE)] == ["parcels_total"] * 2 + ["process_cpu_seconds_total", "note"]


def test_a_series_is_written_as_it_was() -> None:
    first, *_ = series_in(PAGE)

    assert first.text == 'parcels_total{outcome="accepted",route="/parcels/{name}"}'
