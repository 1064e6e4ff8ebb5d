"""Papers for print and archive."""
