"""Files whose headings another office would write: question numbers, “Ticket #”, code of a visit, waves, months."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from db.formats import Inspection, QuestionKind, Role, Source, inspect
from db.formats.mapping.resolve import questions_left
from metrics.vocabulary import Kind

Rows = Sequence[Sequence[object]]


def inspected(rows: Rows) -> Inspection:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return inspect(Source.of_bytes("file.csv", made.getvalue().encode()))


def answers(heading: str, values: Sequence[object]) -> Rows:
    days = [f"2026-09-{1 + i:02} 10:{i:02}" for i in range(len(values))]
    return [["Date", heading], *zip(days, values, strict=True)]


def column(found: Inspection, name: str) -> tuple[Role, str | None]:
    return next((one.role, one.metric) for one in found.columns if one.name == name)


@pytest.mark.parametrize("heading", ["q1_nps", "NPS_Q3", "Q12 NPS", "nps"])
def test_the_number_of_a_question_hides_no_metric(heading: str) -> None:
    found = inspected(answers(heading, [10, 9, 8, 10, 3, 7, 9, 10, 6, 9]))

    assert column(found, heading) == (Role.SCORE, "nps")
    assert not found.questions


@pytest.mark.parametrize("heading", ["respid", "Ticket #", "caseno", "Review №", "Interview Ref"])
def test_an_id_may_be_written_in_one_word_or_with_a_sign(heading: str) -> None:
    rows: Rows = [[heading, "Date", "NPS"], *([4711 + 3 * i, f"2026-09-{1 + i:02}", 7 + i % 4] for i in range(12))]

    assert column(inspected(rows), heading)[0] is Role.RESPONSE_ID


def test_rows_that_are_only_numbered_are_called_so() -> None:
    rows: Rows = [["Visit ID", "Date", "NPS"], *([i, f"2026-09-{1 + i:02}", 7 + i % 4] for i in range(12))]

    assert "only numbered" in inspected(rows).columns[0].why


def test_comments_that_nobody_wrote_do_not_make_a_file_of_comments() -> None:
    rows: Rows = [["Date", "Gate", "Comment"], *([f"2026-09-{1 + i:02}", ["Yes", "No"][i % 2], ""] for i in range(12))]

    assert [question.kind for question in inspected(rows).questions] == [QuestionKind.NO_SCORE]


def test_a_checklist_without_the_words_of_shoppers_is_one_where_nothing_is_a_score() -> None:
    items = ["Salue le client", "Sourit", "Remet le ticket", "Sol propre"]
    rows: Rows = [
        ["Date de visite", "Magasin", *items],
        *(
            [f"{1 + i:02}/09/2026", "Lyon", "Oui", ["Oui", "Non"][i % 2], ["Oui", "N.A."][i % 2], "Oui"]
            for i in range(14)
        ),
    ]
    found = inspected(rows)

    assert found.kind is Kind.SHOPPER
    assert {one.name for one in found.columns if one.role is Role.EARNED} == set(items)


def test_questions_answered_with_yes_and_no_after_a_visit_stay_answers_of_people() -> None:
    asked = ["Were you seen on time?", "Was the room clean?", "Would you come again?"]
    rows: Rows = [
        ["Date of visit", "Clinic", *asked],
        *([f"2026-09-{1 + i:02}", "East", "Yes", ["Yes", "No"][i % 2], "Yes"] for i in range(14)),
    ]

    assert inspected(rows).kind is Kind.SURVEY


def test_an_empty_column_holds_no_points() -> None:
    rows: Rows = [
        ["Codice visita", "Data visita", "Punto vendita", "Punteggio", "Punteggio massimo", "Note"],
        *([f"V{i}", f"{1 + i:02}/09/2026", "Milano", 40 + i % 8, 48, ""] for i in range(12)),
    ]
    found = inspected(rows)

    assert column(found, "Codice visita")[0] is Role.VISIT_ID
    assert column(found, "Punteggio")[0] is Role.EARNED


def test_waves_written_as_quarters_say_when() -> None:
    rows: Rows = [
        ["Survey round", "Base", "Top-2-box satisfaction"],
        *([f"2026-Q{1 + i}", 200 + i, f"{80 + i}%"] for i in range(3)),
    ]

    assert column(inspected(rows), "Survey round")[0] is Role.MONTH


def test_months_beside_units_are_figures_of_a_metric_that_is_asked() -> None:
    rows: Rows = [
        ["Filiale", "Jan 26", "Feb 26", "Mrz 26"],
        *([unit, "85,3 %", "86,1 %", "84 %"] for unit in ("Mitte", "West")),
    ]
    found = inspected(rows)

    assert (found.kind, found.refused) == (Kind.OPERATIONS, None)
    assert [question.roles for question in found.questions] == [(Role.METRIC,)]


def test_an_average_of_a_metric_by_year_is_a_benchmark() -> None:
    rows: Rows = [
        ["Year", "Sector", "Mean NPS", "Upper quartile"],
        *([2023 + i, "Retail", 30 + i, 45 + i] for i in range(3)),
    ]
    found = inspected(rows)

    assert found.kind is Kind.BENCHMARKS
    assert column(found, "Mean NPS") == (Role.VALUE, "nps")
    assert [question.roles for question in found.questions] == [(Role.SOURCE,)]


def test_times_on_a_clock_are_offered_in_each_unit_at_once() -> None:
    rows: Rows = [
        ["Call ID", "Date", "Wait", "Solved first time?"],
        *([f"c{i:04}", f"2026-09-{1 + i:02}", f"{i % 3}:{10 + i}", ["Y", "N"][i % 2]] for i in range(12)),
    ]
    (asked,) = inspected(rows).questions
    maps = [choice.map for choice in asked.choices]

    assert maps[:2] == ["#3=score:hold_time:minutes", "#4=score:first_contact_resolution:0-1"]
    assert "#3=score:hold_time:hours" in maps


def test_a_rating_is_offered_before_the_time_that_people_waited() -> None:
    rows: Rows = [
        ["Date", "Waiting time (min)", "How would you rate the service? (1 = very poor, 5 = very good)"],
        *([f"2026-09-{1 + i:02}", 3 + 2 * i, 1 + i % 5] for i in range(12)),
    ]
    (asked,) = inspected(rows).questions

    assert asked.choices[0].map == "#3=score:csat:1-5"


@pytest.mark.parametrize("heading", ["Days to close", "Bearbeitungsdauer (Tage)", "Délai de traitement (jours)"])
def test_days_until_a_case_was_closed_are_offered_as_how_long_complaints_took(heading: str) -> None:
    rows: Rows = [
        ["Case ref", "Closed on", heading],
        *([f"C-{i}", f"2026-09-{1 + i:02}", 5 + 3 * i] for i in range(12)),
    ]
    offered = [choice.map for question in inspected(rows).questions for choice in question.choices]

    assert "#3=score:complaint_resolution:days" in offered


def test_what_is_left_out_is_called_by_the_metric_it_may_be() -> None:
    rows: Rows = [
        ["Date", "Was your issue resolved on the first contact?", "CSAT"],
        *([f"2026-09-{1 + i:02}", ["Yes", "No"][i % 2], 1 + i % 5] for i in range(12)),
    ]

    assert any("may be First-contact resolution" in note for note in inspected(rows).notes)


def test_forms_of_microsoft_are_known_in_polish() -> None:
    rows: Rows = [
        ["Identyfikator", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa", "NPS"],
        *([i + 1, f"9/{1 + i}/26 8:00:00", f"9/{1 + i}/26 8:05:00", "anonymous", "", 7 + i % 4] for i in range(15)),
    ]
    found = inspected(rows)

    assert (found.format, found.questions) == ("ms_forms", ())


@pytest.mark.parametrize("heading", ["Note NPS", "NPS rating", "Score NPS", "NPS-Bewertung"])
def test_a_word_for_scores_beside_its_name_hides_no_metric(heading: str) -> None:
    assert column(inspected(answers(heading, [10, 9, 8, 10, 3, 7, 9, 10, 6, 9])), heading) == (Role.SCORE, "nps")


@pytest.mark.parametrize(
    ("heading", "metric"),
    [("Retention rate", "retention"), ("Verlängerungsquote", "resign_rate"), ("Panier moyen", "average_ticket")],
)
def test_values_by_month_are_known_by_what_offices_call_their_metric(heading: str, metric: str) -> None:
    rows: Rows = [["Month", "Branch", heading], *([f"2026-{1 + i:02}", "Quay", f"{80 + i}.5"] for i in range(6))]
    found = inspected(rows)

    assert found.kind is Kind.OPERATIONS
    assert column(found, heading) == (Role.VALUE, metric)


@pytest.mark.parametrize("heading", ["Ring time (s)", "Klingelzeit (Sekunden)"])
def test_how_long_it_rang_is_a_time_that_people_waited(heading: str) -> None:
    rows: Rows = [["Call ID", "Date", heading], *([f"c{i:04}", f"2026-09-{1 + i:02}", 10 + 7 * i] for i in range(12))]
    (asked,) = inspected(rows).questions

    assert asked.choices[0].map == "#3=score:hold_time"


def test_a_percentage_for_each_shop_visit_is_its_score() -> None:
    rows: Rows = [
        ["Shop ID", "Shop date", "Location", "Overall score %", "Greeting %"],
        *([100 + i, f"2026-09-{1 + i:02}", "L1", f"{70 + i}%", f"{60 + i}%"] for i in range(14)),
    ]
    found = inspected(rows)

    assert found.kind is Kind.SHOPPER
    assert [one.name for one in found.columns if one.role is Role.EARNED] == ["Overall score %"]


def test_ticks_of_a_checklist_may_be_all_alike_but_in_one_column() -> None:
    rows: Rows = [
        ["Mystery shopper visit", "Date", "Branch", "Greeted", "Offered help", "Thanked"],
        *([f"V{i}", f"2026-09-{1 + i:02}", "Quay", 1, i % 2, 1] for i in range(14)),
    ]
    found = inspected(rows)

    assert found.kind is Kind.SHOPPER
    assert [one.name for one in found.columns if one.role is Role.EARNED] == ["Greeted", "Offered help", "Thanked"]


def test_an_opinion_in_unknown_words_is_asked_about_and_offered_as_no_unit() -> None:
    words = ["Splendid", "So so", "Dire"]
    rows: Rows = [["When", "How did we do?"], *([f"2026-09-{1 + i:02}", words[i % 3]] for i in range(28))]
    found = inspected(rows)

    assert [column.name for question in found.questions for column in question.columns] == ["How did we do?"]
    assert not found.offers


def test_percentages_of_what_was_in_time_are_weighted_by_the_calls_beside_them() -> None:
    rows: Rows = [
        ["Date", "Team", "Calls answered", "% answered within 60 s"],
        *([f"2026-09-{1 + i:02}", "Sales", 90 + i, f"{70 + i}%"] for i in range(28)),
    ]
    found = inspected(rows)

    assert column(found, "% answered within 60 s") == (Role.VALUE, "hold_time")
    assert [question.choices[0].map for question in questions_left(found, None)] == ["#3=n"]


def test_a_percentage_is_offered_as_the_value_before_counts() -> None:
    rows: Rows = [
        ["Date", "Calls offered", "Calls answered", "Calls abandoned", "Service level (30 s)"],
        *([f"2026-09-{1 + i:02}", 100 + i, 90 + i, 10, f"{70 + i}%"] for i in range(28)),
    ]
    (asked,) = inspected(rows).questions

    assert asked.choices[0].map == "#5=value"


@pytest.mark.parametrize("heading", ["Deixe um comentário", "Leave us a comment", "Ihre Kommentare", "Vos remarques"])
def test_a_heading_that_asks_for_comments_is_offered_as_no_unit(heading: str) -> None:
    said = ["Fine", "Slow", "Kind people"]
    rows: Rows = [["Date", "NPS", heading], *([f"2026-09-{1 + i:02}", 6 + i % 5, said[i % 3]] for i in range(28))]
    (offered,) = inspected(rows).offers

    assert offered.role is Role.COMMENT
