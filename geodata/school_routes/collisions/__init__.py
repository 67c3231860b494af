"""Recorded collisions along streets and at crossings: evidence, never a gate."""
