"""Which pupils have an available walking route to school, what decides it, and where a change helps."""
