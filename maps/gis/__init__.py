"""The pack for geographical information systems: one styled GeoPackage for each authority, and GeoJSON."""
