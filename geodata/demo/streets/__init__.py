"""The streets of the demo borough as OpenStreetMap would hold them; every one is invented."""
