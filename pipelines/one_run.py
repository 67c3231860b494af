"""One run at a time for each folder of results."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from geodata.errors import EvengroundError
from pipelines.settings import Settings

LOCK = ".run.lock"


class BusyError(EvengroundError):
    """Another run is at work on the same results."""


class ResultsError(EvengroundError):
    """The folder of the results cannot be written to."""


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep other runs from the same folder of results, and from the sources that lie beside it.

    Raises `BusyError` at once if there is one: two at once would each publish tables of the other. Raises
    `ResultsError` if the folder cannot be written to.
    """
    lock = FileLock(settings.working / LOCK)
    try:
        settings.working.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:  # one kind of OSError
        raise BusyError(
            f"{settings.out}: another run is at work on these results. Wait for it, or give another folder with --out"
        ) from error
    except OSError as error:
        raise ResultsError(
            f"{settings.out}: the results cannot be written there ({error.strerror}); give another folder with --out"
        ) from error
    try:
        yield
    finally:
        lock.release()
