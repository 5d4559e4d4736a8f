"""Every change to the store: one function, one transaction, one audit line, one step of the revision.

Does not know pages or the command line; a refusal is a `PlumblineError`.
"""

from db.changes.initiatives_and_actions import (
    change_action,
    change_initiative,
    close_action,
    enter_action,
    enter_initiative,
    withdraw_initiative,
)
from db.changes.settings import (
    begin_fiscal_years,
    begin_weeks,
    choose_for_board,
    hide_below,
    name_organisation,
    save_mapping,
    write_numbers,
)
from db.changes.standards import set_limit, set_rebase, set_standard, stated_number, withdraw_rebase, withdraw_standard
from db.changes.typed_benchmark import enter_benchmark
from db.changes.uploads.erase_person import ErasedCounts, erase_answers
from db.changes.uploads.save import NewUnits, Preview, Receipt, preview_upload, save_upload
from db.changes.uploads.undo import undo_upload

__all__ = [
    "ErasedCounts",
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
