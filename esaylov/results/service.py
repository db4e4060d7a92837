"""The public door of results: protocols of precincts, their tables, and what follows from them."""

from esaylov.results.contests import CONSTITUENCY, LIST, NONE, ONE, Line, contest, held, level
from esaylov.results.entering import Entry, enter, entry
from esaylov.results.opening import ARRANGING, open_count
from esaylov.results.paper import copy_pdf
from esaylov.results.paper import printed as printed_protocol
from esaylov.results.receiving import correct, send_back, take_in
from esaylov.results.signing import VOTING, payload, reopen, sign, signers_of
from esaylov.results.steps import steps_of
from esaylov.results.verification import Verification, verify
from esaylov.results.writing import check_protocol, numbers_of, refuse_removal

__all__ = [
	"ARRANGING",
	"CONSTITUENCY",
	"LIST",
	"NONE",
	"ONE",
	"VOTING",
	"Entry",
	"Line",
	"Verification",
	"check_protocol",
	"contest",
	"copy_pdf",
	"correct",
	"enter",
	"entry",
	"held",
	"level",
	"numbers_of",
	"open_count",
	"payload",
	"printed_protocol",
	"refuse_removal",
	"reopen",
	"send_back",
	"sign",
	"signers_of",
	"steps_of",
	"take_in",
	"verify",
]
