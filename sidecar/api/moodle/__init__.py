"""`/api/v1/moodle/…`: what the Moodle block asks and tells."""
