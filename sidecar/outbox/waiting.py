"""What waits in the outbox, as numbers for Prometheus: counts by state, age of the oldest."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from sidecar import clock, db
from sidecar.outbox.models import MessageState, OutboxMessage

_OPEN = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)


class OutboxCollector(Collector):
    """Asks the database at each visit of Prometheus; the worker hangs it up."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Two gauges; delivered messages are not counted, they only grow."""
        counts = GaugeMetricFamily(
            "valo_outbox_messages", "Messages not delivered", labels=["topic", "state"]
        )
        ages = GaugeMetricFamily(
            "valo_outbox_oldest_seconds", "Age of the oldest waiting message", labels=["topic"]
        )
        oldest: dict[str, float] = {}
        for topic, state, count, since in _rows():
            counts.add_metric([topic, state], count)
            if state in _OPEN:
                age = (clock.now() - since).total_seconds()
                oldest[topic] = max(age, oldest.get(topic, 0.0))
        for topic, age in oldest.items():
            ages.add_metric([topic], age)
        yield counts
        yield ages


def _rows() -> list[tuple[str, str, int, datetime]]:
    query = (
        select(
            OutboxMessage.topic,
            OutboxMessage.state,
            func.count(),
            func.min(OutboxMessage.created_at),
        )
        .where(OutboxMessage.state != MessageState.DELIVERED)
        .group_by(OutboxMessage.topic, OutboxMessage.state)
        .order_by(OutboxMessage.topic, OutboxMessage.state)
    )
    try:
        return [(t, s, n, since) for t, s, n, since in db.session().execute(query)]
    finally:
        db.database().release()
