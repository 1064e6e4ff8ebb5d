"""Notices: one digest a day, instant ones for two things, each with one link."""
