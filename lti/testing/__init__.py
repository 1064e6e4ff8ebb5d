"""A small LTI 1.3 platform in memory, for tests and demonstrations."""

from lti.testing.course import Activity, Course, Tool, User
from lti.testing.platform import FakePlatform

__all__ = ["Activity", "Course", "FakePlatform", "Tool", "User"]
