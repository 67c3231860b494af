"""The composition root: definitions, storage, jobs, the command line. The only place that knows paths and environment."""
