"""Who can walk where: homes, destinations, access by area and the streets around homes."""
