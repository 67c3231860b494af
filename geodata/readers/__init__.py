"""Readers: from a source's folder to its validated table `source_<key>`, with the publisher's quirks mended."""

from geodata.readers.loading import load_source, load_source_or_gap

__all__ = ["load_source", "load_source_or_gap"]
