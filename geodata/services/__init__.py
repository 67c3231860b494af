"""Services: one small client for each kind, from a source's declaration to its files in the folder."""
