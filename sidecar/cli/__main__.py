"""Entry point: `./valo COMMAND`. A foreseeable trouble is one line, not a stack of Python."""

import sys

import click
from sqlalchemy.exc import OperationalError

from sidecar.cli import (
    data,
    demonstrate,
    keys,
    measure,
    packaging,
    people,
    qualifications,
    reference,
    run,
    testing,
)
from sidecar.errors import SettingsError, ValoError
from sidecar.storage import StorageAway


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def valo() -> None:
    """The valo sidecar: work diary, demonstration papers, HOKS proposals."""


for module in (
    demonstrate,
    testing,
    run,
    qualifications,
    people,
    keys,
    data,
    measure,
    packaging,
    reference,
):
    for command in module.COMMANDS:
        valo.add_command(command)


def main() -> None:
    """Run the command of the arguments."""
    try:
        valo.main(prog_name="./valo")
    except SettingsError as error:
        sys.exit(f"valo: {error}")
    except OperationalError as error:
        why = str(error.orig).strip().splitlines()[0]
        sys.exit(f"valo: the database does not answer ({why}); look at VALO_DATABASE_URL")
    except StorageAway as error:
        sys.exit(f"valo: the storage {error.reason}")
    except ValoError as error:
        fields = "".join(f"\n  {k}: {' '.join(v)}" for k, v in getattr(error, "fields", {}).items())
        sys.exit(f"valo: {error.message_key % error.params} [{error.code}]{fields}")


if __name__ == "__main__":
    main()
