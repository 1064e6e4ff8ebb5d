"""The practice platform: a very plain intranet with people, one course and a gradebook."""

from sidecar.demo.platform.app import create_platform
from sidecar.demo.platform.registering import register_tool

__all__ = ["create_platform", "register_tool"]
