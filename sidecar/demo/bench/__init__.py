"""The benchmark behind `./valo bench`: a house full of people, and the time that its pages take."""

from sidecar.demo.bench.course import Size, run

__all__ = ["Size", "run"]
