"""From a file to its reading text: decoding, layout, page furniture, and the map back to the source."""
