"""The command about initiatives: list them with the measured effect of each, or add one."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes import enter_initiative
from db.queries.uploads import newest_whole_month
from db.reports.initiative_effects import InitiativeEffect, judged_initiatives
from db.store.engine import open_store, today
from metrics.errors import BadValue
from metrics.improvements import Initiative
from metrics.periods import Month, parse_day
from metrics.statistics.difference_in_differences import Effect, EffectWord, Windows
from metrics.vocabulary import Difference
from pages.command_line import terminal
from pages.command_line.json_fields import DifferenceDocument, EffectDocument, EffectVerdict, InitiativeDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors
from pages.language.initiative_effects import effect_text, places, when_it_ran

VERDICTS = {
    EffectWord.ROSE: EffectVerdict.ROSE,
    EffectWord.FELL: EffectVerdict.FELL,
    EffectWord.NO_EFFECT_SEEN: EffectVerdict.NO_EFFECT_SEEN,
    EffectWord.NOT_YET: EffectVerdict.NOT_YET,
    EffectWord.TOO_EARLY: EffectVerdict.NOT_YET,
}


class InitiativeCommand(StrEnum):
    """What the command does."""

    LIST = "list"
    ADD = "add"


@plain_errors
def initiatives_(
    deed: Annotated[InitiativeCommand, typer.Argument(help="What to do.")] = InitiativeCommand.LIST,
    name: Annotated[str, typer.Argument(help="What the new initiative is called.")] = "",
    metrics: Annotated[list[str] | None, typer.Option("--metric", help="A metric it should change; repeat it.")] = None,
    units: Annotated[
        list[str] | None,
        typer.Option("--unit", help="Where it takes place, with all units below; repeat it. Left out: everywhere."),
    ] = None,
    began: Annotated[str, typer.Option("--from", help="Its first day, as 2026-03-01.")] = "",
    ended: Annotated[str, typer.Option("--to", help="Its last day; left out: it still runs.")] = "",
    owner: Annotated[str, typer.Option(help="Who owns it (default: who does this).")] = "",
    month: Annotated[
        str | None, typer.Option(help="Effects up to this month, as 2026-10; default the newest whole one.")
    ] = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """List initiatives with their measured effects, or add one."""
    who = by or local_account()
    with closing(open_store()) as store:
        if deed is InitiativeCommand.ADD:
            if not (name and metrics and began):
                wanted = "initiatives add NAME --metric ID --unit PATH --from YYYY-MM-DD"
                raise BadValue(f"The command is incomplete: {wanted}.")
            last = parse_day(ended) if ended else None
            made = Initiative(name, parse_day(began), tuple(units or [""]), tuple(metrics), owner or who, ended=last)
            enter_initiative(store, made, by=who)
        with store.reading() as session:
            until = Month.parse(month) if month else newest_whole_month(session, today())
            found = judged_initiatives(session, until)
    rows = (
        (
            each.kept.id,
            each.kept.initiative.name,
            places(each.kept.initiative.units),
            when_it_ran(each.kept.initiative),
            "; ".join(effect_text(effect).sentence for effect in each.effects),
        )
        for each in found
    )
    table = Listing.of("Initiatives", "Initiative | Name | Where | When | Effects", rows)
    terminal.answer(as_json, [_document(each) for each in found], table)
    return DONE


def _document(judged: InitiativeEffect) -> InitiativeDocument:
    own = judged.kept.initiative
    return {
        "id": judged.kept.id,
        "name": own.name,
        "units": list(own.units),
        "from": str(own.began),
        "to": str(own.ended) if own.ended else None,
        "effects": [_effect(each) for each in judged.effects],
    }


def _effect(effect: Effect) -> EffectDocument:
    windows = effect.windows or Windows((), (), ())
    before, left_out, after = ([str(each) for each in of] for of in (windows.before, windows.lead, windows.after))
    return {
        "metric": effect.metric.id,
        "difference": effect.size.estimate,
        "low": effect.size.low,
        "high": effect.size.high,
        "p": effect.size.p,
        "word": VERDICTS.get(effect.word, EffectVerdict.NO_COMPARISON),
        "treated": effect.treated,
        "untouched": effect.untouched,
        "months_before": len(before),
        "months_after": len(after),
        "before": before,
        "left_out": left_out,
        "after": after,
        "first_said": effect.first_said,
        "at_start": _difference(effect.at_start),
        "trend": _difference(effect.trend),
        "sentence": effect_text(effect).sentence.replace("\u202f", " "),
    }


def _difference(known: Difference | None) -> DifferenceDocument | None:
    if known is None or known.estimate is None:
        return None
    return {"difference": known.estimate, "low": known.low, "high": known.high}
