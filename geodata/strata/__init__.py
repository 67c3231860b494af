"""Population groups and the inequality between them: tables `inequality_groups`, `inequality`, `inequality_trend`."""
