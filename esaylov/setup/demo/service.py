"""The public door of the demonstration: synthetic elections thirty days ahead, made-up bodies and people, and their keys."""

from esaylov.setup.demo.ground import COMMISSION, DISTRICT, ELECTION, HIGHER, PRESIDENTIAL, SIBLING
from esaylov.setup.demo.loading import load, logins
from esaylov.setup.demo.people import LOGINS, PASSWORD, Login
from esaylov.setup.demo.rows_of_2024 import fill

__all__ = [
	"COMMISSION",
	"DISTRICT",
	"ELECTION",
	"HIGHER",
	"LOGINS",
	"PASSWORD",
	"PRESIDENTIAL",
	"SIBLING",
	"Login",
	"fill",
	"load",
	"logins",
]
