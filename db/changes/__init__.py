"""Every change to the store: one function, one transaction, one audit line, one step of the revision."""

from db.changes.actions import change_action, close_action, enter_action
from db.changes.benchmarks import enter_benchmark
from db.changes.erasing import Erased, erase_answers
from db.changes.initiatives import change_initiative, enter_initiative, withdraw_initiative
from db.changes.limits import set_limit
from db.changes.mappings import save_mapping
from db.changes.organisation import (
    begin_fiscal_years,
    begin_weeks,
    choose_for_board,
    hide_below,
    name_organisation,
    write_numbers,
)
from db.changes.rebases import set_rebase, withdraw_rebase
from db.changes.standards import set_standard, stated_number, withdraw_standard
from db.changes.undo import undo_upload
from db.changes.uploads import NewUnits, Preview, Receipt, preview_upload, save_upload

__all__ = [
    "Erased",
    "NewUnits",
    "Preview",
    "Receipt",
    "begin_fiscal_years",
    "begin_weeks",
    "change_action",
    "change_initiative",
    "choose_for_board",
    "close_action",
    "enter_action",
    "enter_benchmark",
    "enter_initiative",
    "erase_answers",
    "hide_below",
    "name_organisation",
    "preview_upload",
    "save_mapping",
    "save_upload",
    "set_limit",
    "set_rebase",
    "set_standard",
    "stated_number",
    "undo_upload",
    "withdraw_initiative",
    "withdraw_rebase",
    "withdraw_standard",
    "write_numbers",
]
