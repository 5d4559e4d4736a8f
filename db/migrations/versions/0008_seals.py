"""Hashes of what each change wrote, and signatures of audit lines."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("table_name", sa.String(length=100), nullable=False),
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "part"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.add_column(sa.Column("content", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("signature", sa.String(length=100), server_default="", nullable=False))
