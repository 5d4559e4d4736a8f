"""By what responses without an id are known again, and keyed hashes of respondents."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.add_column(sa.Column("respondent_key", sa.String(length=64), nullable=True))
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_overlap", sa.String(length=20), server_default="new", nullable=False))
        batch_op.add_column(sa.Column("same_answers_as", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("second", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("wording", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("respondent", sa.String(length=64), nullable=True))
    has_occasion = sa.text("occasion IS NOT NULL")
    op.create_index(
        "ix_responses_occasion",
        "responses",
        ["occasion"],
        unique=False,
        sqlite_where=has_occasion,
        postgresql_where=has_occasion,
    )
