"""Counted results read from files: layouts, percentages, totals, what is refused and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats import Options, Role, Source, inspect, mapping_for
from db.formats.columns.figures.counted_headings import HeadingSays, heading_says
from db.formats.rows.blocks import CountedResult, Sums
from db.formats.rows.counted_parts import BOX, Printed, of_percentages
from metrics.answers.formulas import NPS_GROUPS, STEPS_PER_POINT
from metrics.errors import FileRefused
from metrics.periods import Month
from metrics.vocabulary import Audience, Item, Kind
from tests.db.formats.made_files import Result, asks, result

GROUPS = Item("nps", NPS_GROUPS, Audience.CUSTOMERS)
IN_BOX = Item("csat", BOX, Audience.CUSTOMERS)


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Number of promoters", HeadingSays(Role.PROMOTERS, "nps")),
        ("% Detractors (0-6)", HeadingSays(Role.DETRACTORS, "nps", None, True)),
        ("7–8", HeadingSays(Role.PASSIVES, "nps")),
        ("eNPS promoters", HeadingSays(Role.PROMOTERS, "enps")),
        ("Promotoren", HeadingSays(Role.PROMOTERS, "nps")),
        ("Top 2 box %", HeadingSays(Role.TOP_BOX, None, None, True)),
        ("CSAT %", HeadingSays(None, "csat", None, True)),
        ("CSAT responses", HeadingSays(Role.N, "csat")),
        ("Anzahl Antworten", HeadingSays(Role.N)),
        ("5 stars", HeadingSays(Role.COUNT, None, 5)),
        ("★★★", HeadingSays(Role.COUNT, None, 3)),
        ("5 - Very satisfied", HeadingSays(Role.COUNT, None, 5)),
        ("Average ease", HeadingSays(Role.MEAN, "ces")),
        ("Std. Dev.", HeadingSays(Role.SD)),
        ("Branch", HeadingSays()),
        ("What promoters say", HeadingSays()),
        ("2025", HeadingSays()),
        ("[" * 80_000, HeadingSays()),
    ],
)
def test_a_heading_says_what_stands_below_it(heading: str, says: HeadingSays) -> None:
    assert heading_says(heading) == says


def results(content: str, *maps: str, **said: object) -> list[CountedResult]:
    found = result(content, options=Options(maps=maps, **said))  # type: ignore[arg-type]  # names of options
    assert found.problems == []
    return [row for row in found.rows if isinstance(row, CountedResult)]


def read_all(content: str) -> Result:
    return result(content, options=Options(accept_partial=True))


def test_groups_as_percentages_without_a_sign_are_known_by_their_sum() -> None:
    found = results("Month,Branch,Promoters,Passives,Detractors,n\n2025-01,A,60,26,14,87\n2025-02,A,50,20,30,90\n")
    assert found[0].counts == ((-1, 12), (0, 23), (1, 52))


def test_passives_follow_from_n() -> None:
    (found,) = results("Month;Filiale;Promotoren;Kritiker;n\n2025-01;A;50;10;80\n")
    assert found.counts == ((-1, 10), (0, 20), (1, 50))


def test_percentages_of_no_whole_counts_keep_their_value_and_n() -> None:
    (found,) = results("Month,Branch,CSAT %,n\n2025-01,A,85.3%,87\n")
    assert (found.item, found.counts, found.sums) == (IN_BOX, (), Sums(87, 7421, 742110))


def test_two_metrics_of_a_row_are_two_results_and_the_finest_unit_counts() -> None:
    found = results(
        "Month,Region,Branch,Promoters,Passives,Detractors,Satisfied,CSAT n\n"
        "2025-01,North,Leeds,5,2,1,6,8\n2025-01,North,York,5,2,1,7,8\n"
    )
    assert [(one.unit, one.item.metric) for one in found] == [
        ("Leeds", "nps"),
        ("Leeds", "csat"),
        ("York", "nps"),
        ("York", "csat"),
    ]


def test_rows_of_weeks_add_up_to_their_month_and_the_same_week_twice_does_not() -> None:
    rows = "".join(f"2025-W0{week},A,5,2,1\n" for week in (1, 2, 3, 3))
    found = results(f"Week,Branch,Promoters,Passives,Detractors\n{rows}")
    assert [(one.n, one.lines) for one in found] == [(24, 3), (8, 1)]
    assert {one.month for one in found} == {Month(2025, 1)}


def test_rows_of_totals_are_left_out_unless_there_is_nothing_else() -> None:
    with_parts = read_all("Month,Branch,Promoters,Passives,Detractors\n2025-01,A,5,2,1\n2025-01,Total,5,2,1\n")
    assert (len(with_parts.rows), with_parts.blank) == (1, 1)
    (alone,) = results("Month,Branch,Promoters,Passives,Detractors\n2025-01,All branches,5,2,1\n")
    assert alone.unit == ""


def test_the_total_of_one_metric_stays_where_only_another_has_parts() -> None:
    found = results(
        "Month,Branch,Promoters,Passives,Detractors,Satisfied,CSAT n\n2025-01,A,,,,6,8\n2025-01,Total,5,2,1,6,8\n"
    )
    assert [(one.unit, one.item.metric) for one in found] == [("A", "csat"), ("", "nps")]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("2025-01,A,50,20,10,87", "add up to 80, but 87 answered"),
        ("2025-01,A,50,,10,60", "not this one"),
        ("2025-01,A,-5,20,10,25", "no number of people"),
        ("2025-01,A,x,20,10,25", "not a plain number"),
        (",A,50,20,10,80", "no month"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(row: str, part: str) -> None:
    good = "".join(f"2025-0{month},B,50,20,10,80\n" for month in range(1, 8))
    found = read_all(f"Month,Branch,Promoters,Passives,Detractors,n\n{good}{row}\n")
    assert (len(found.rows), found.refused) == (7, 1)
    assert part in found.messages[0]


def test_percentages_without_n_and_impossible_deviations_are_refused() -> None:
    shares = read_all("Month,Branch,% Promoters,% Passives,% Detractors\n2025-01,A,60,26,14\n")
    assert "how many answers" in shares.messages[0]
    means = read_all("Month,Branch,Ease mean,SD,n\n2025-01,A,6.9,3.5,80\n")
    assert "deviate by" in means.messages[0]


def test_what_is_missing_is_asked_with_maps_that_work() -> None:
    bare = "Month,Branch,1,2,3,4,5\n2025-01,A,1,2,5,20,30\n2025-01,B,1,2,5,22,30\n"
    with asks("#3-#7=count:METRIC"):
        result(bare)
    assert results(bare, "#3-#7=count:csat:1-5")[0].counts == ((1, 1), (2, 2), (3, 5), (4, 20), (5, 30))
    assert results(bare, "#3-#7=count:csat:1-5:reversed")[0].counts == ((1, 30), (2, 20), (3, 5), (4, 2), (5, 1))
    assert results(bare, metric="csat")[0].n == 58
    with asks("needs these columns too: month"):
        result("Branch,Promoters,Passives,Detractors\nA,5,2,1\n")
    with asks("#3=mean:ces:1-5"):
        result("Month,Branch,CES,SD,n\n2025-01,A,4.2,1.1,80\n")
    with asks("needs these columns too: n"):
        result("Month,Branch,Ease mean,SD\n2025-01,A,5.2,1\n", options=Options(Kind.COUNTED))


def test_a_net_promoter_score_and_n_give_the_score_with_the_widest_margin() -> None:
    (first, second) = results("Month,Branch,NPS,Responses\n2025-01,A,42,120\n2025-01,B,-10.5,80\n")
    assert (first.item, first.counts, first.sums) == (GROUPS, (), Sums(120, 5040, 1_200_000))
    assert (second.sums and second.sums.total) == -840
    assert read_all("Month,Branch,NPS,Responses\n2025-01,A,42,120\n2025-01,B,142,80\n").refused == 1


def test_small_scores_beside_n_may_be_means_of_answers_so_a_person_must_say_it() -> None:
    content = "Month,Branch,NPS,Responses\n2025-01,A,8,120\n2025-01,B,9,80\n"
    assert inspect(Source.of_bytes("file.csv", content.encode())).refused is not None
    found = results(content, "#3=value:nps", kind=Kind.COUNTED)
    assert [one.sums and one.sums.total for one in found] == [960, 720]


def test_a_mean_without_a_deviation_has_the_widest_there_can_be() -> None:
    (found,) = results("Month,Branch,Ease mean (1-7),n\n2025-01,A,4,80\n")
    assert found.sums is not None
    sums = found.sums
    assert sums.squares / STEPS_PER_POINT**2 - sums.n * 16 == pytest.approx(sums.n * 9)  # half answer 1 and half 7


def test_an_average_gives_no_share_and_says_so() -> None:
    content = "Month,Branch,CSAT mean,SD,n\n2025-01,A,4.2,0.9,80\n"
    found = inspect(Source.of_bytes("file.csv", content.encode()))
    assert found.refused is not None
    assert "which an average does not give" in found.refused
    with pytest.raises(FileRefused, match="which an average does not give"):
        mapping_for(found, Options(Kind.COUNTED))


def test_a_row_names_a_metric_that_its_columns_cannot_give() -> None:
    found = read_all(
        "month,unit,metric,mean,sd,n\n2025-01,A,ces,5.2,1,80\n2025-01,A,csat,4,1,80\n2025-01,A,retention,4,1,80\n"
    )
    assert len(found.rows) == 1
    assert ["Satisfaction needs" in found.messages[0], "Retention needs" in found.messages[1]] == [True, True]


@given(n=st.integers(1, 400), hits=st.integers(0, 400), decimals=st.integers(0, 3))
def test_a_percentage_gives_its_count_back_or_its_value_as_printed(n: int, hits: int, decimals: int) -> None:
    hits = min(hits, n)
    shown = round(100 * hits / n, decimals)
    part = of_percentages(IN_BOX, {1: Printed(shown, 0.5 * 10**-decimals)}, n)
    if part.sums is None:
        assert part.counts == {1: hits, 0: n - hits}
    else:
        assert part.sums.total / STEPS_PER_POINT == pytest.approx(shown * n / 100, abs=0.006)


def test_months_and_metrics_are_found_by_what_their_cells_say() -> None:
    found = results(
        "Survey date,Site,Question,Average,Standard deviation,Number of responses\njanv. 2025,Leeds,Ease,5.4,1.2,87\n"
    )
    assert [(one.month, one.unit, one.item.metric, one.n) for one in found] == [(Month(2025, 1), "Leeds", "ces", 87)]


def test_the_total_of_all_channels_is_left_out() -> None:
    found = read_all(
        "Month,Branch,Channel,Promoters,Passives,Detractors\n2025-01,A,All,5,2,1\n2025-01,A,Web,3,1,0\n2025-01,A,Phone,2,1,1\n"
    )
    assert (len(found.rows), found.blank) == (2, 1)


def test_a_comma_in_a_number_of_people_parts_thousands() -> None:
    (found,) = results('Month,Branch,Satisfied,n\n2025-01,A,"1,050","1,234"\n')
    assert found.counts == ((0, 184), (1, 1050))


def test_odd_digits_in_headings_are_no_scores() -> None:
    assert heading_says("Score ²").point is None


SUMMED = (
    "Month,Store,Promoters,Passives,Detractors\n2025-01,Mill,60,25,15\n2025-01,Quay,50,30,20\n2025-01,{},110,55,35\n"
)


def test_a_unit_that_has_all_others_answers_is_refused_unless_somebody_insists() -> None:
    found = result(SUMMED.format("UK"))
    assert (len(found.rows), found.refused, found.blank) == (2, 1, 0)
    assert "seems to sum them up" in found.messages[0]
    assert len(read_all(SUMMED.format("UK")).rows) == 3
    assert result(SUMMED.format("All locations")).blank == 1
    other = SUMMED.format("UK") + "2025-02,Mill,1,1,1\n2025-02,Quay,2,1,1\n2025-02,UK,9,9,9\n"
    assert (len(result(other).rows), result(other).refused) == (6, 0)
