from typing import Any, Self

from pypika.queries import QueryBuilder
from pypika.terms import Field

class MySQLQueryBuilder(QueryBuilder):
	def on_duplicate_key_update(self, field: Field | str, value: Any) -> Self: ...
