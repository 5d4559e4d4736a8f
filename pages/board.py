"""One sheet for the board: this month as it stands, or an edition as it was published, with what moved since."""

from pages.frame.roles import Role, may_see, needs
from pages.parts import board_desk, editions
from pages.parts.empty import show_empty
from pages.parts.problems import told_once

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)

with told_once():
    looked_at = editions.chosen()
    if looked_at is None:
        show_empty()
    elif looked_at.edition is not None:
        editions.show_edition(looked_at)
    else:
        editions.show_draft(looked_at)
        if may_see(Role.LEADER, Role.ADMINISTRATOR):
            board_desk.desk(looked_at)
