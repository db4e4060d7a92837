from typing import Any, Self

from pypika.terms import AggregateFunction, Function, Term

class DistinctOptionFunction(AggregateFunction):
	def distinct(self) -> Self: ...

class Count(DistinctOptionFunction):
	def __init__(self, param: str | Term, alias: str | None = None) -> None: ...

class Sum(DistinctOptionFunction):
	def __init__(self, term: str | Term, alias: str | None = None) -> None: ...

class Avg(AggregateFunction):
	def __init__(self, term: str | Term, alias: str | None = None) -> None: ...

class Min(DistinctOptionFunction):
	def __init__(self, term: str | Term, alias: str | None = None) -> None: ...

class Max(DistinctOptionFunction):
	def __init__(self, term: str | Term, alias: str | None = None) -> None: ...

class Coalesce(Function):
	def __init__(self, term: str | Term, *default_values: Any) -> None: ...

class NullIf(Function):
	def __init__(self, term: str | Term, condition: Any) -> None: ...

class Cast(Function):
	def __init__(self, term: str | Term, as_type: str, alias: str | None = None) -> None: ...

class Date(Function):
	def __init__(self, term: str | Term, alias: str | None = None) -> None: ...

class Lower(Function):
	def __init__(self, term: Term, alias: str | None = None) -> None: ...

class Replace(Function):
	def __init__(
		self, term: str | Term, find_string: str, replace_with: str, alias: str | None = None
	) -> None: ...
