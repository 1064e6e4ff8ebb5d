"""`./valo providers`, `people`, `plans`, `registration-link`: who is who, and where data goes."""

import json

import click

from sidecar.cli.house import writing
from sidecar.errors import SettingsError
from sidecar.hoks.actions import tie
from sidecar.identity.models import Role
from sidecar.proposals.backends import backend_of
from sidecar.settings import load
from sidecar.tenancy.actions import invite_platform, save_provider
from sidecar.tenancy.keys import ensure_signing_key
from sidecar.tenancy.models import EducationProvider
from sidecar.tenancy.people import grant_by_subject
from sidecar.tenancy.queries import provider_named

_ROLES = [r.value for r in (Role.COACH, Role.TEACHER, Role.RECORDS_OFFICER)]


@click.group()
def providers() -> None:
    """Education providers."""


@providers.command("add")
@click.argument("name")
@click.option("--oid", help="organisation OID, 1.2.246.562.10.…")
@click.option("--backend", default="none", show_default=True, help="ehoks or none")
@click.option("--config", default="{}", help='JSON, for ehoks: {"url": …, "username": …}')
@click.option("--password-prompt", is_flag=True, help="ask for the back-end's password")
def add_provider(
    name: str,
    oid: str | None,
    backend: str,
    config: str,
    password_prompt: bool,  # noqa: FBT001 - click hands flags like this
) -> None:
    """Add the education provider NAME, or change it."""
    settings = load()
    try:
        values = json.loads(config)
    except ValueError as error:
        raise click.UsageError("--config is not JSON") from error
    if password_prompt:
        values["password"] = click.prompt("Password", hide_input=True)
    with writing():
        saved = save_provider(name, organisation_oid=oid, backend=backend, config=values)
        # Refuses a back-end that could never work before it is stored.
        backend_of(saved, settings)
        click.echo(f"provider {saved.id}: {saved.name}, back-end {saved.backend_kind}")


@click.command("registration-link")
@click.option("--provider", "name", help="needed when there are several providers")
def registration_link(name: str | None) -> None:
    """Print a one-time address for registering valo in Moodle; good for seven days."""
    settings = load()
    with writing():
        ensure_signing_key()
        token = invite_platform(_provider(name))
    click.echo(f"{settings.base_url}/lti/register?invite={token}")


@click.group()
def people() -> None:
    """People and their roles."""


@people.command("grant")
@click.argument("role", type=click.Choice(_ROLES))
@click.argument("subject")
@click.option("--name", default="", help="shown until the person comes")
@click.option("--issuer", help="the platform's address, when there are several")
@click.option("--provider", "provider_name")
def grant(
    role: str, subject: str, name: str, issuer: str | None, provider_name: str | None
) -> None:
    """Give ROLE to the person whom the platform calls SUBJECT (in Moodle: the user id)."""
    with writing():
        person = grant_by_subject(
            _provider(provider_name), subject, Role(role), name=name, issuer=issuer
        )
        click.echo(f"person {person.id} is a {role}")


@click.group()
def plans() -> None:
    """Study rights of learners."""


@plans.command("tie")
@click.argument("person_id", type=int)
@click.argument("learner_number")
@click.argument("study_right_oid")
@click.option("--provider", "provider_name")
def tie_plan(
    person_id: int, learner_number: str, study_right_oid: str, provider_name: str | None
) -> None:
    """Tie the learner PERSON_ID to a study right."""
    from sidecar.tenancy.queries import person_of

    with writing():
        provider = _provider(provider_name)
        learner = person_of(provider.id, person_id)
        tie(
            provider.id,
            learner,
            learner_number=learner_number,
            study_right_oid=study_right_oid,
            by=None,
        )
    click.echo("tied")


def _provider(name: str | None) -> EducationProvider:
    found = provider_named(name)
    if found is None:
        raise SettingsError("name the provider with --provider; ./valo providers add makes one")
    return found


COMMANDS = [providers, registration_link, people, plans]
