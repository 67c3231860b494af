"""The side-aware network: the two sides of a main road are different places."""
