"""The science and the data contract: everything here runs without Dagster, Folium or a network."""
