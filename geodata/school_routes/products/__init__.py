"""What users take away: scorecards, survey list, priorities, ward figures, sensitivity."""
