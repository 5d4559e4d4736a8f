"""The command about restarts of the usual range: list them, add one in a month, or undo one."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes import set_rebase, withdraw_rebase
from db.queries.chart_resets import PlacedChartReset, all_chart_resets
from db.store.engine import Store, open_store
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue
from metrics.periods import Month
from pages.command_line import terminal
from pages.command_line.json_fields import RestartDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors


class RestartCommand(StrEnum):
    """What the command does."""

    LIST = "list"
    ADD = "add"
    UNDO = "undo"


@plain_errors
def restarts_(
    deed: Annotated[RestartCommand, typer.Argument(help="What to do.")] = RestartCommand.LIST,
    which: Annotated[str, typer.Argument(help="The metric's id to add one; the restart's number to undo it.")] = "",
    since: Annotated[str, typer.Option("--from", help="The first month of the new range, as 2026-03.")] = "",
    reason: Annotated[str, typer.Option(help="What has been different since.")] = "",
    unit: Annotated[str, typer.Option(help="The unit whose chart it is; the whole organisation when left out.")] = "",
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """List where control charts start again because the service changed; add a restart, or undo one."""
    with closing(open_store()) as store:
        if deed is RestartCommand.ADD:
            _add(store, which, since, reason, unit, by or local_account())
        if deed is RestartCommand.UNDO:
            if not which.isdecimal():
                raise BadValue("Say which restart by its number, as the list has it: restarts undo 3.")
            withdraw_rebase(store, int(which), by=by or local_account())
        with store.reading() as session:
            found = all_chart_resets(session)
    rows = (
        (one.kept.id, one.metric, one.unit or "all", one.kept.rebase.month, one.kept.rebase.reason, one.kept.set_by)
        for one in found
    )
    table = Listing.of("Restarts", "Restart | Metric | Unit | From | Reason | By", rows)
    terminal.answer(as_json, [_document(one) for one in found], table)
    return DONE


def _add(store: Store, metric: str, since: str, reason: str, unit: str, who: str) -> None:
    if not (metric and since and reason):
        raise BadValue("The command is incomplete: restarts add METRIC --from YYYY-MM --reason TEXT.")
    set_rebase(store, metric_called(metric).id, unit, Month.parse(since), reason, by=who)


def _document(one: PlacedChartReset) -> RestartDocument:
    return {
        "id": one.kept.id,
        "metric": one.metric,
        "unit": one.unit,
        "from": str(one.kept.rebase.month),
        "reason": one.kept.rebase.reason,
        "by": one.kept.set_by,
    }
