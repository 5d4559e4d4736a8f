"""One sheet for the board: this month as it stands, or an edition as it was published, with what moved since."""

from pages.frame.roles import UserRole, may_see, needs
from pages.parts.board import editions, editor
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors

needs(UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)

with show_errors():
    looked_at = editions.chosen()
    if looked_at is None:
        show_empty()
    elif looked_at.edition is not None:
        editions.show_edition(looked_at)
    else:
        editions.show_draft(looked_at)
        if may_see(UserRole.LEADER, UserRole.ADMINISTRATOR):
            editor.desk(looked_at)
