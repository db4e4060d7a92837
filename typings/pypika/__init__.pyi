"""Types of what we use of pypika, the query builder behind `frappe.qb`, which ships none: see typings/README.md."""

from pypika.enums import Order as Order
from pypika.queries import Query as Query
from pypika.queries import Table as Table
from pypika.terms import Case as Case
from pypika.terms import Criterion as Criterion
from pypika.terms import CustomFunction as CustomFunction
from pypika.terms import Field as Field
