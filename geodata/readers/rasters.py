"""What GDAL and affine raise at a damaged raster."""

import affine
import rasterio.errors

RASTER_DAMAGE = (rasterio.errors.RasterioError, affine.AffineError, UnicodeDecodeError, ArithmeticError)
"""Bytes that are no raster, a georeference that leads nowhere, text that is none, sizes of zero or without end."""
