"""Who and what is on the small platform: people, activities, the course, registered tools."""

from dataclasses import dataclass, field
from typing import Any

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
ADMINISTRATOR = (
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
)


@dataclass
class User:
    """Somebody with an account."""

    id: str
    given_name: str
    family_name: str
    role: str
    """Learner, Instructor or Administrator"""
    locale: str = "fi"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.given_name} {self.family_name}"

    def roles(self) -> list[str]:
        """Role URIs of a launch, as Moodle sends them."""
        if self.role == "Administrator":
            return [MEMBERSHIP + "Instructor", *ADMINISTRATOR]
        return [MEMBERSHIP + self.role]


@dataclass
class Activity:
    """An external-tool activity in the course; graded when `maximum` is set."""

    id: str
    title: str
    maximum: float | None = None
    custom: dict[str, str] = field(default_factory=dict)


@dataclass
class Course:
    """The one course."""

    id: str
    title: str
    label: str
    activities: list[Activity] = field(default_factory=list)


@dataclass
class Tool:
    """A registered tool; its deployment id is its number, as in Moodle."""

    client_id: str
    deployment_id: str
    body: dict[str, Any]

    @property
    def scopes(self) -> set[str]:
        """What it may ask for."""
        return set(str(self.body.get("scope", "")).split())
