"""One run at a time for each folder of results; another is told so at once."""

from pathlib import Path

import pytest

from pipelines.one_run import BusyError, ResultsError, alone
from pipelines.settings import Settings, make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings("demo", None, tmp_path / "out")[1]


def test_a_second_run_is_refused_while_the_first_is_at_work(settings: Settings) -> None:
    with (
        alone(settings),
        pytest.raises(BusyError, match=r"out: another run is at work.*--out"),
        alone(make_settings("rutland", None, settings.out)[1]),
    ):
        pass
    with alone(settings):  # the first has ended
        assert not settings.out.exists()


def test_another_folder_is_free(settings: Settings, tmp_path: Path) -> None:
    with alone(settings), alone(make_settings("demo", None, tmp_path / "other")[1]):
        pass


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ResultsError, match=r"file/out: the results cannot be written there \(Not a directory\)"),
        alone(make_settings("demo", None, tmp_path / "file" / "out")[1]),
    ):
        pass
