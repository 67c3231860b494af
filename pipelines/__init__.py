"""The composition root: definitions, storage, jobs, command line. The only place that knows paths and environment."""
