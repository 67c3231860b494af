"""Tables in the shape that other people's spreadsheets and reports want them in."""
