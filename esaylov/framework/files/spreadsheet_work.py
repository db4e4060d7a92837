"""Cells of an uploaded table. A workbook that costs much is read by a program outside the web threads."""

import json
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Final

import frappe

from esaylov.core.forms import TableUnreadable
from esaylov.framework.errors import FileInWork
from esaylov.framework.files import spreadsheets
from esaylov.framework.files.file_processes import file_work, missing_programs, run_file_work
from esaylov.framework.files.file_results import TIMED_OUT

COSTLY_BYTES: Final = 300_000
"""Unpacked size up to which a web thread reads a workbook itself [ours, not measured]."""
PROGRAM: Final = (
	"import sys; sys.path.insert(0, sys.argv[1]); from esaylov.framework.files import spreadsheets as s; "
	"sys.exit(s.print_cells(sys.stdin.buffer.read(), s.Limits(*map(int, sys.argv[2:]))))"
)
APP: Final = str(Path(__file__).parents[3])


def read_cells(content: bytes, limits: spreadsheets.Limits) -> spreadsheets.Cells:
	"""Cells of an uploaded file, as `spreadsheets.cells_of`. Raises TableUnreadable; FileInWork while a program reads it."""
	is_request = bool(getattr(frappe.local, "request", None))
	if not is_request or missing_programs(()) or len(content) > limits.size:
		return spreadsheets.cells_of(content, limits)
	if spreadsheets.unpacked_size(content) <= COSTLY_BYTES:
		return spreadsheets.cells_of(content, limits)
	words = [str(limit) for limit in astuple(limits)]
	command = [sys.executable, "-I", "-c", PROGRAM, APP, *words]
	result = run_file_work(file_work(content, f"cells-{'-'.join(words)}", command))
	if result.status == TIMED_OUT:  # the machine is busy: nothing is known of the file
		raise FileInWork
	if result.status < 0:  # ended by a limit
		raise TableUnreadable("table_too_large")
	if result.status:
		place = result.status - spreadsheets.FIRST_STATUS
		if place not in range(len(spreadsheets.REFUSALS)):
			raise RuntimeError(f"the reading of a table ended with {result.status}")
		raise TableUnreadable(spreadsheets.REFUSALS[place])
	cells: spreadsheets.Cells = json.loads(result.output)
	return cells
