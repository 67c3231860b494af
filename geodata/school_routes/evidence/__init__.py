"""What is known of every side, path and crossing, as intervals with their sources."""
