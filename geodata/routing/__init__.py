"""The routing engine: bounded searches on a walking graph, compiled."""
