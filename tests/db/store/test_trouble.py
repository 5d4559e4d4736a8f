"""Trouble is called by its name, and no password is in any sentence, on any road."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from db.formats.rows.blocks import Answer
from db.maintenance.backup import back_up
from db.store.engine import Store, open_store
from db.store.trouble import Refusal, address_named, refusal, shown
from metrics.errors import BadValue, PlumblineError, StoreTrouble
from pages.frame.health import health_route
from tests.conftest import MakeStore
from tests.db.looks import assert_adds_up, figure, imported, standard
from tests.db.readings import answer
from tests.reliability.unwritable import no_permission, no_room

SECRET = "Hunter2"  # noqa: S105  # made up
NOWHERE = "127.0.0.1:1/store"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@{NOWHERE}",
        f"postgresql://me@{NOWHERE}?password={SECRET}",
        f"postgresql+psycopg://me@{NOWHERE}?connect_timeout=1&password={SECRET}",
        f"postgresql://me:x@{SECRET}@{NOWHERE}",
        f"postgresql://me:{SECRET}@x@{NOWHERE}",
        f"postgresql://me:x@{SECRET}/y@{NOWHERE}",
        f"postgresql://me:x/{SECRET}?z@{NOWHERE}",
        f"postgresql://m/e:{SECRET}@{NOWHERE}",
        f"postgresql://me:%40{SECRET}%2F@{NOWHERE}",
        f"postgresql://me@{NOWHERE}?sslmode=disable&sslpassword={SECRET}",
        f"postgresql://me@{NOWHERE}?passwrd={SECRET}",
        f"postgres://me:{SECRET}@{NOWHERE}",
        f"postgresql:/me:{SECRET}@{NOWHERE}",
        f"postgresql//me:{SECRET}@{NOWHERE}",
        f"mysql://me:{SECRET}@{NOWHERE}",
        f"me:{SECRET}@{NOWHERE}",
        f"postgresql://me:{SECRET}",
        f"postgresql://me:{SECRET}/store",
        f"{SECRET}",
    ],
)
def test_no_form_of_an_address_shows_its_password(url: str) -> None:
    with pytest.raises(PlumblineError) as trouble:
        open_store(url)
    assert SECRET not in str(trouble.value)
    cause = trouble.value.__cause__
    assert SECRET not in repr(cause)


def test_a_password_given_as_an_option_is_used_and_hidden_everywhere() -> None:
    address = address_named(f"postgresql://me@host/store?password={SECRET}&sslpassword={SECRET}&connect_timeout=3")
    assert address.password == SECRET
    assert shown(address) == "postgresql+psycopg://me:***@host/store?connect_timeout=3"


def test_a_store_whose_path_has_the_signs_of_an_address_opens(tmp_path: Path) -> None:
    (tmp_path / "a@b" / "c@d?").mkdir(parents=True)
    with closing(open_store(f"sqlite:///{tmp_path}/a@b/store.db")) as store:
        imported(store, answer(1, 9))


def test_several_at_signs_are_refused_with_what_to_do() -> None:
    with pytest.raises(BadValue, match="write any other, such as one in the password, as %40"):
        address_named("postgresql://me:p@ss@host/store")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The file of a store with ten answers, in a folder of its own, closed."""
    file = tmp_path / "kept" / "plumbline.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        imported(store, *answers(9, 1))
    return file


def answers(score: int, first: int) -> list[Answer]:
    """Ten answers, the first on line `first`."""
    return [answer(line, score, id_=f"R{line}") for line in range(first, first + 10)]


def unclean(file: Path, elsewhere: Path) -> Path:
    """A copy of the store as a killed program leaves it: its newest change only in the log beside it."""
    elsewhere.mkdir()
    with closing(open_store(f"sqlite:///{file}")) as store:
        imported(store, *answers(0, 21), name="second.csv")
        for name in (file.name, f"{file.name}-wal"):
            (elsewhere / name).write_bytes((file.parent / name).read_bytes())
    assert (elsewhere / f"{file.name}-wal").stat().st_size
    return elsewhere / file.name


def read_but_not_changed(file: Path, nps: tuple[int, int], says: str) -> None:
    """A store that cannot be written is read, verified, and refused a change in a sentence."""
    with closing(open_store(f"sqlite:///{file}")) as store:
        assert figure(store, "nps") == nps
        assert_adds_up(store)
        with pytest.raises(StoreTrouble, match=says):
            standard(store, "nps", 40)


def test_a_store_on_a_full_disk_is_read_and_a_change_is_told_of_the_full_disk(kept: Path) -> None:
    with no_room():
        assert refusal(kept) is Refusal.FULL
        read_but_not_changed(kept, (100, 10), r"The disk that holds the store .* is full.* Nothing was changed")


def test_a_disk_that_fills_up_while_the_store_is_open_is_called_full(kept: Path) -> None:
    with closing(open_store(f"sqlite:///{kept}")) as store:
        assert figure(store, "nps") == (100, 10)
        with no_room(), pytest.raises(StoreTrouble, match="is full"):
            standard(store, "nps", 40)
        standard(store, "nps", 40)
        assert_adds_up(store)


def test_a_store_that_may_not_be_written_is_read_but_not_changed_elsewhere(kept: Path, tmp_path: Path) -> None:
    with no_permission(kept.parent):
        assert refusal(kept) is Refusal.READ_ONLY
        read_but_not_changed(kept, (100, 10), "can be read, but not changed")
        with closing(open_store(f"sqlite:///{kept}")) as store:
            back_up(store, tmp_path / "elsewhere.db")
    with closing(open_store(f"sqlite:///{tmp_path / 'elsewhere.db'}")) as copy:
        assert figure(copy, "nps") == (100, 10)


def test_the_log_of_a_killed_program_is_read_too_where_nothing_can_be_written(kept: Path, tmp_path: Path) -> None:
    later = unclean(kept, tmp_path / "unclean")
    with no_permission(later.parent):
        read_but_not_changed(later, (0, 20), "for reading only|can be read, but not changed")
    assert sorted(file.name for file in later.parent.iterdir()) == [later.name, f"{later.name}-wal"]


def test_a_file_that_may_not_even_be_read_gets_a_sentence(kept: Path) -> None:
    with no_permission(kept.parent):
        kept.chmod(0)
        with pytest.raises(StoreTrouble, match=r"cannot be opened .* Allow reading and writing"):
            open_store(f"sqlite:///{kept}")


def test_a_store_that_is_writable_again_asks_for_a_new_start(kept: Path, tmp_path: Path) -> None:
    later = unclean(kept, tmp_path / "unclean")
    with no_permission(later.parent):
        store = open_store(f"sqlite:///{later}")
    with closing(store), pytest.raises(StoreTrouble, match=r"opened for reading only.* Start this again"):
        standard(store, "nps", 40)


def test_a_database_on_postgresql_that_only_reads_is_said_to_be_so(postgresql_store: MakeStore) -> None:
    with ExitStack() as afterwards:
        only_read(postgresql_store("only_read", afterwards))


def only_read(store: Store) -> None:
    imported(store, *answers(9, 1))
    with store.engine.begin() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    store.engine.dispose()
    with pytest.raises(StoreTrouble, match="can be read, but not changed"):
        standard(store, "nps", 40)
    assert figure(store, "nps") == (100, 10)
    with store.engine.connect() as connection:
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'))
        connection.commit()
    store.engine.dispose()


def test_health_says_nothing_of_the_password() -> None:
    address = address_named(f"postgresql://me@{NOWHERE}?password={SECRET}")
    with closing(Store(shown(address), create_engine(address))) as store:
        said = health_route(store).endpoint(None)
    assert said.status_code == 503
    assert SECRET not in said.body.decode()
