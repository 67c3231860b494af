"""`python -m pipelines` is `evenground`."""

from pipelines.cli import app

app(prog_name="evenground")
