from pypika.dialects import MySQLQueryBuilder
from pypika.enums import Order
from pypika.queries import QueryBuilder, Table
from pypika.terms import Field as _Field

class MariaDB:
	desc: Order
	asc: Order
	Field: type[_Field]
	@staticmethod
	def DocType(table_name: str) -> Table: ...
	@classmethod
	def from_(cls, table: str | Table | QueryBuilder) -> MySQLQueryBuilder: ...
	@classmethod
	def into(cls, table: str | Table) -> MySQLQueryBuilder: ...
	@classmethod
	def update(cls, table: str | Table) -> MySQLQueryBuilder: ...
