"""What can be wrong with an input, one exception for each kind of mistake.

Every message says which source or file, which column, what was found and what to do.
"""


class EvengroundError(Exception):
    """Any mistake in what the user gave us; the command line prints its message and exits with 1."""


class StudyAreaError(EvengroundError, ValueError):
    """A study area file is missing, misspelt or contradicts itself."""


class SourceMissingError(EvengroundError, FileNotFoundError):
    """A source has no file in its folder."""


class SourceFileError(EvengroundError, ValueError):
    """A file cannot be read as what it should be: empty, truncated, wrong encoding, wrong format."""


class MissingColumnError(EvengroundError, KeyError):
    """A file lacks a column that the source needs."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would print the message in quotes


class VintageError(EvengroundError, ValueError):
    """Two sources speak of different areas: fewer than 99 % of their codes match."""


class ConflictError(EvengroundError, ValueError):
    """Two rows for the same thing disagree."""


class TooFewAreasError(EvengroundError, ValueError):
    """There are too few areas for the measure asked for."""


class DownloadError(EvengroundError):
    """A source cannot be fetched: what was asked for, what came instead, and what to do."""


class NotThereError(DownloadError):
    """The server says that there is nothing at this address."""
