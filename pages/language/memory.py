"""Whether an exception means that memory ran out, which libraries say in many ways; and the sentence for people."""

from __future__ import annotations

import errno

NOT_ENOUGH = (
    "There was not enough memory for this, so it was not completed. "
    "Close other programs or give this computer more memory, and try again."
)
SAID = ("can't start new thread", "cannot allocate memory", "failed to map segment", "out of memory", "bad_alloc")


def ran_out_of_memory(bug: BaseException | None) -> bool:
    """Whether this exception, or one that caused it, came of too little memory."""
    seen: set[int] = set()
    while bug is not None and id(bug) not in seen:
        if isinstance(bug, MemoryError) or (isinstance(bug, OSError) and bug.errno == errno.ENOMEM):
            return True
        if isinstance(bug, RuntimeError | OSError | ImportError) and any(said in str(bug).lower() for said in SAID):
            return True
        seen.add(id(bug))
        bug = bug.__cause__ or bug.__context__
    return False
