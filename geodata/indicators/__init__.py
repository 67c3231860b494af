"""Indicators by LSOA, ward and authority: what is measured or computed from the sources, one theme per module."""
