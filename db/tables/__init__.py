"""The tables of the store, one class for each, by subject.

Knows how things are stored. Does not know what they mean or who asks for them.
"""

from db.tables.facts import (
    RESPONSES_BY_DAY,
    BenchmarkRow,
    ChecklistAnswerRow,
    CommentRow,
    ErasureRow,
    FormVersionRow,
    ItemRow,
    MappingRow,
    ObservationRow,
    OperationRow,
    ResponseRow,
    SourceRow,
    UploadRow,
    VisitRow,
)
from db.tables.figures import MomentsRow, OperationTotalRow, TallyRow, VisitSumsRow
from db.tables.management import (
    ActionRow,
    InitiativeRow,
    InitiativeUnitRow,
    LimitRow,
    RebaseRow,
    StandardRow,
)
from db.tables.organisation import (
    NOT_SAID,
    WHOLE_ORGANISATION,
    AuditRow,
    Base,
    BigId,
    ChannelRow,
    StoreRow,
    UnitNameRow,
    UnitRow,
)
from db.tables.publishing import BoardMemberRow, CommentaryRow, EditionFileRow, EditionRow, SendingRow, StakeRow

__all__ = [
    "NOT_SAID",
    "RESPONSES_BY_DAY",
    "WHOLE_ORGANISATION",
    "ActionRow",
    "AuditRow",
    "Base",
    "BenchmarkRow",
    "BigId",
    "BoardMemberRow",
    "ChannelRow",
    "ChecklistAnswerRow",
    "CommentRow",
    "CommentaryRow",
    "EditionFileRow",
    "EditionRow",
    "ErasureRow",
    "FormVersionRow",
    "InitiativeRow",
    "InitiativeUnitRow",
    "ItemRow",
    "LimitRow",
    "MappingRow",
    "MomentsRow",
    "ObservationRow",
    "OperationRow",
    "OperationTotalRow",
    "RebaseRow",
    "ResponseRow",
    "SendingRow",
    "SourceRow",
    "StakeRow",
    "StandardRow",
    "StoreRow",
    "TallyRow",
    "UnitNameRow",
    "UnitRow",
    "UploadRow",
    "VisitRow",
    "VisitSumsRow",
]
