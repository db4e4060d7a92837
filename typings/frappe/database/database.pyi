"""The connection: what a look-up gives is fixed by how it is asked, and the value of a field by the DocType alone (Any)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, overload

from frappe.types.frappedict import _dict

_Filters = Mapping[str, Any] | Sequence[Sequence[Any]] | str | int | None
_Names = list[str] | tuple[str, ...]

class CallbackManager:
	def add(self, func: Callable[[], Any]) -> None: ...

class Database:
	after_commit: CallbackManager
	after_rollback: CallbackManager
	db_type: str
	user: str
	# what was read of Singles and by `cache=True`, by DocType
	value_cache: dict[str, dict[str, Any]]

	# one row: None where there is none
	@overload
	def get_value(
		self,
		doctype: str,
		filters: _Filters = None,
		fieldname: Literal["name"] = "name",
		*,
		as_dict: Literal[False] = False,
		order_by: str | None = ...,
		cache: bool = False,
		for_update: bool = False,
	) -> str | None: ...
	@overload
	def get_value(
		self,
		doctype: str,
		filters: _Filters,
		fieldname: str,
		*,
		as_dict: Literal[False] = False,
		order_by: str | None = ...,
		cache: bool = False,
		for_update: bool = False,
	) -> Any: ...
	@overload
	def get_value(
		self,
		doctype: str,
		filters: _Filters,
		fieldname: _Names,
		*,
		as_dict: Literal[False] = False,
		order_by: str | None = ...,
		cache: bool = False,
		for_update: bool = False,
	) -> tuple[Any, ...] | None: ...
	@overload
	def get_value(
		self,
		doctype: str,
		filters: _Filters,
		fieldname: str | _Names,
		*,
		as_dict: Literal[True],
		order_by: str | None = ...,
		cache: bool = False,
		for_update: bool = False,
	) -> _dict | None: ...

	# several rows
	@overload
	def get_values(
		self,
		doctype: str,
		filters: _Filters = None,
		fieldname: str | _Names = "name",
		*,
		as_dict: Literal[True],
		order_by: str | None = ...,
		for_update: bool = False,
		limit: int | None = None,
	) -> list[_dict]: ...
	@overload
	def get_values(
		self,
		doctype: str,
		filters: _Filters = None,
		fieldname: str | _Names = "name",
		*,
		as_dict: Literal[False] = False,
		order_by: str | None = ...,
		for_update: bool = False,
		limit: int | None = None,
	) -> Sequence[tuple[Any, ...]]: ...
	@overload
	def exists(
		self,
		dt: str,
		dn: str | int | Mapping[str, Any] | Sequence[Sequence[Any]] | None = None,
		cache: bool = False,
	) -> str | None: ...
	@overload
	def exists(self, dt: Mapping[str, Any]) -> str | None: ...
	def count(self, dt: str, filters: _Filters = None) -> int: ...
	def get_single_value(self, doctype: str, fieldname: str, cache: bool = True) -> Any: ...
	def get_singles_dict(self, doctype: str) -> dict[str, str | None]: ...
	def get_global(self, key: str) -> Any: ...
	@overload
	def sql(
		self, query: str, values: Sequence[Any] | Mapping[str, Any] = ...
	) -> Sequence[tuple[Any, ...]]: ...
	@overload
	def sql(
		self, query: str, values: Sequence[Any] | Mapping[str, Any] = ..., *, as_dict: Literal[True]
	) -> list[_dict]: ...
	def set_value(
		self,
		dt: str,
		dn: _Filters,
		field: str | Mapping[str, Any],
		val: Any = None,
		*,
		update_modified: bool = True,
	) -> None: ...
	def set_single_value(
		self,
		doctype: str,
		fieldname: str | Mapping[str, Any],
		value: Any = None,
		*,
		update_modified: bool = True,
	) -> None: ...
	def set_global(self, key: str, val: Any) -> None: ...
	@staticmethod
	def set_default(key: str, val: Any, parent: str = ..., parenttype: str | None = None) -> None: ...
	def get_default(self, key: str, parent: str = ...) -> Any: ...
	def bulk_update(
		self,
		doctype: str,
		doc_updates: Mapping[str, Mapping[str, Any]],
		*,
		chunk_size: int = ...,
		modified: str | None = None,
		modified_by: str | None = None,
		update_modified: bool = True,
		debug: bool = False,
	) -> None: ...
	def bulk_insert(
		self,
		doctype: str,
		fields: Sequence[str],
		values: Iterable[Sequence[Any]],
		ignore_duplicates: bool = False,
		*,
		chunk_size: int = ...,
	) -> None: ...
	def delete(self, doctype: str, filters: _Filters = None) -> None: ...

	# transactions
	def begin(self, *, read_only: bool = False) -> None: ...
	def close(self) -> None: ...
	def commit(self) -> None: ...
	def rollback(self, *, save_point: str | None = None) -> None: ...
	def savepoint(self, save_point: str) -> None: ...

	# tables
	def add_index(self, doctype: str, fields: list[str], index_name: str | None = None) -> None: ...
	def add_unique(self, doctype: str, fields: list[str], constraint_name: str | None = None) -> None: ...
	def get_tables(self, cached: bool = True) -> list[str]: ...
	def has_column(self, doctype: str, column: str) -> bool: ...
	def has_index(self, table_name: str, index_name: str) -> bool: ...
	def table_exists(self, doctype: str, cached: bool = True) -> bool: ...
	def sql_ddl(self, query: str) -> None: ...
	@staticmethod
	def escape(s: str, percent: bool = True) -> str: ...
