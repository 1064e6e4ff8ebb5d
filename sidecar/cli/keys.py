"""`./valo keys`, `./valo platforms`: what the console does, where no page opens."""

import click

from sidecar import db
from sidecar.cli.house import writing
from sidecar.errors import SettingsError
from sidecar.tenancy import platforms as actions
from sidecar.tenancy.api_keys import drop_api_key, make_api_key
from sidecar.tenancy.keys import PUBLISHED_AFTER_RETIREMENT, rotate_signing_key
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.queries import all_registrations


@click.group()
def keys() -> None:
    """Keys that valo signs with."""


@keys.command("rotate")
def rotate() -> None:
    """Sign with a new key from now on; the old one stays published for a week."""
    with writing():
        kid = rotate_signing_key(by=None)
    days = PUBLISHED_AFTER_RETIREMENT.days
    click.echo(f"valo signs with {kid}; older keys stay published for {days} days")


@click.group()
def platforms() -> None:
    """Platforms that may launch valo."""


@platforms.command("list")
def list_() -> None:
    """Print number, state, issuer and client id of each."""
    with writing():
        for row in all_registrations():
            click.echo(f"{row.id}\t{row.state}\t{row.issuer}\t{row.client_id}")


@platforms.command("on")
@click.argument("platform_id", type=int)
def switch_on(platform_id: int) -> None:
    """Let launches of a platform in again."""
    with writing():
        actions.switch_on(_platform(platform_id), by=None)
    click.echo("switched on")


@platforms.command("off")
@click.argument("platform_id", type=int)
def switch_off(platform_id: int) -> None:
    """Let no launch and no page of a platform in any more."""
    with writing():
        actions.switch_off(_platform(platform_id), by=None)
    click.echo("switched off")


@platforms.command("key")
@click.argument("platform_id", type=int)
@click.option("--drop", is_flag=True, help="let the platform's key open nothing any more")
def api_key(platform_id: int, *, drop: bool) -> None:
    """Make and print an API key, for a Moodle whose block cannot sign; the old one ends."""
    with writing():
        found = _platform(platform_id)
        if drop:
            drop_api_key(found, by=None)
        made = None if drop else make_api_key(found, by=None)
    click.echo(made or "dropped")


def _platform(platform_id: int) -> PlatformRegistration:
    found = db.session().get(PlatformRegistration, platform_id)
    if found is None:
        raise SettingsError("there is no such platform; ./valo platforms list shows them")
    return found


COMMANDS = [keys, platforms]
