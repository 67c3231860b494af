"""OpenStreetMap as it comes: what is walkable, which tags are kept, files and Overpass read into one table."""
