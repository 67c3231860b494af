"""Published rule-sets over the evidence: ratings, what decides them, verdicts."""
