"""The walking network: nodes and edges with honest attributes, slope, and where places join it."""
