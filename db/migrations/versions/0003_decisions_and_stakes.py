"""What the board is asked to decide, and what is assumed of unhappy customers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("leaving", sa.Double(), nullable=True),
        sa.Column("worth", sa.Double(), nullable=True),
        sa.Column("customers", sa.Double(), nullable=True),
        sa.Column("assumed_by", sa.String(length=200), nullable=False),
        sa.Column("assumed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("commentaries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.String(length=20), server_default="commentary", nullable=False))
