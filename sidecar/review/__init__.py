"""The coach's desk: reading diaries, answering, approving, and what belongs around it."""
