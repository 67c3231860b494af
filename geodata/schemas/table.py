"""What every table has in common."""

import pandera.pandas as pa


class Table(pa.DataFrameModel):  # type: ignore[misc]
    """A strict table: exactly these columns, in this order, with these types."""

    class Config:
        """Nothing is coerced: pandera would silently reproject and stamp a missing CRS."""

        strict = True
        coerce = False
        ordered = True
