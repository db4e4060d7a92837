"""The public door of results: protocols of precincts, their tables, and what follows from them."""

from esaylov.registers.results.announcing import findings as announcement_findings
from esaylov.registers.results.annulling import annul, annul_findings, restore
from esaylov.registers.results.attached_papers import PAPER_KINDS, add_paper, papers_of
from esaylov.registers.results.comparison import is_as_counted, is_as_reported
from esaylov.registers.results.contests import CONSTITUENCY, LIST, NONE, ONE, Line, contest, held, level
from esaylov.registers.results.elected import elected
from esaylov.registers.results.elected import findings as deputy_findings
from esaylov.registers.results.entering import (
	Entry,
	enter,
	entry,
	explain_warnings,
	finish_entry,
	reenter,
	start_over,
	warning_key,
)
from esaylov.registers.results.entry_rows import PERSONS, check_entry
from esaylov.registers.results.opening import ARRANGING, open_count
from esaylov.registers.results.paper import copy_pdf
from esaylov.registers.results.paper import printed as printed_protocol
from esaylov.registers.results.receiving import correct, send_back, take_in
from esaylov.registers.results.signing import VOTING, payload, reopen, sign, signers_of
from esaylov.registers.results.steps import steps_of
from esaylov.registers.results.tables import Area, Table, area_of, table, title_of
from esaylov.registers.results.tables import data as table_data
from esaylov.registers.results.tables import is_decided as is_table_decided
from esaylov.registers.results.turnout import check_turnout, report_turnout
from esaylov.registers.results.under_decision import lock as lock_contest
from esaylov.registers.results.verification import Verification, verify
from esaylov.registers.results.writing import COLUMNS, check_protocol, numbers_of, refuse_removal

__all__ = [
	"ARRANGING",
	"COLUMNS",
	"CONSTITUENCY",
	"LIST",
	"NONE",
	"ONE",
	"PAPER_KINDS",
	"PERSONS",
	"VOTING",
	"Area",
	"Entry",
	"Line",
	"Table",
	"Verification",
	"add_paper",
	"announcement_findings",
	"annul",
	"annul_findings",
	"area_of",
	"check_entry",
	"check_protocol",
	"check_turnout",
	"contest",
	"copy_pdf",
	"correct",
	"deputy_findings",
	"elected",
	"enter",
	"entry",
	"explain_warnings",
	"finish_entry",
	"held",
	"is_as_counted",
	"is_as_reported",
	"is_table_decided",
	"level",
	"lock_contest",
	"numbers_of",
	"open_count",
	"papers_of",
	"payload",
	"printed_protocol",
	"reenter",
	"refuse_removal",
	"reopen",
	"report_turnout",
	"restore",
	"send_back",
	"sign",
	"signers_of",
	"start_over",
	"steps_of",
	"table",
	"table_data",
	"take_in",
	"title_of",
	"verify",
	"warning_key",
]
