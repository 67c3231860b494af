"""Suppression of small numbers: which figures of disclosive sources are withheld, and how tables leave without them."""
