"""Which pupils walk to which school: by the statutory test, and as modelled flows."""
