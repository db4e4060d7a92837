from pypika.dialects import MySQLQueryBuilder
from pypika.enums import Order
from pypika.queries import QueryBuilder
from pypika.queries import Table as _Table
from pypika.terms import Field as _Field

class MariaDB:
	desc: Order
	asc: Order
	Field: type[_Field]
	Table: type[_Table]
	@staticmethod
	def DocType(table_name: str) -> _Table: ...
	@classmethod
	def from_(cls, table: str | _Table | QueryBuilder) -> QueryBuilder: ...
	@classmethod
	def into(cls, table: str | _Table) -> MySQLQueryBuilder: ...
	@classmethod
	def update(cls, table: str | _Table) -> QueryBuilder: ...
