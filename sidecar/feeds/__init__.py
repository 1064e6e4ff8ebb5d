"""What Moodle's block shows of ours: competences, evidence, demonstration days, completion."""
