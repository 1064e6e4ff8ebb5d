"""Walking through a sound file from its first byte to its last."""

Read = tuple[bytes, float | None]
"""A sound file without what is not sound; and its length in seconds, where it says so."""


class Cursor:
    """A place in bytes; reading past the end is a ValueError."""

    def __init__(self, data: bytes, start: int = 0, end: int | None = None) -> None:
        self.data, self.at = data, start
        self.end = len(data) if end is None else end

    @property
    def is_done(self) -> bool:
        """True at the end."""
        return self.at >= self.end

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if count < 0 or self.at + count > self.end:
            raise ValueError("the file ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count: int) -> int:
        """The next bytes as a number, the highest first."""
        return int.from_bytes(self.take(count), "big")
