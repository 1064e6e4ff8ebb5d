"""What every page has: assets, headers, filters, errors, navigation, and the gate of a session."""
