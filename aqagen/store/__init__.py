"""The only SQL: schema, migrations, one batching writer, and the queries."""

from aqagen.store.store import Store
from aqagen.store.writer import Writer

__all__ = ["Store", "Writer"]
