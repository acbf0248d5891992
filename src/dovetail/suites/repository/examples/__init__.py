"""Values to try adapters with: children rearranged, lookalikes, numbered keys, items of dictionaries."""
