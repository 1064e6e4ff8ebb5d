"""Who is in a course: the platform's member list, read by a job."""
