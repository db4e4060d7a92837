from enum import Enum

class Order(Enum):
	asc = "ASC"
	desc = "DESC"
