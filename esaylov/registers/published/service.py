"""The public door: what anybody may read of the registers. The pages of the portal and the open data read here alone.

Each query names its columns; a column that the booklet does not show to the public is in none of them, and a test looks
for one in every page and file (`tests/web/test_public_bytes.py`). Nothing here asks for a right or writes.
"""

from esaylov.registers.published.candidates import AGES, GENDERS, REGISTERED, STATUSES, Wanted
from esaylov.registers.published.candidates import after as candidates_after
from esaylov.registers.published.candidates import by_age as candidates_by_age
from esaylov.registers.published.candidates import by_constituency as candidates_by_constituency
from esaylov.registers.published.candidates import counts as candidate_counts
from esaylov.registers.published.candidates import ended as candidates_ended
from esaylov.registers.published.candidates import one as candidate
from esaylov.registers.published.candidates import page as candidates_page
from esaylov.registers.published.candidates import photo as candidate_photo
from esaylov.registers.published.forms import FORMS, written
from esaylov.registers.published.names import find as find_names
from esaylov.registers.published.others import (
	WantedDecisions,
	contests,
	decisions,
	decisions_named,
	election,
	elections_with_voters,
	observers,
	parties,
	voters,
	voters_in_all,
)
from esaylov.registers.published.paging import COUNTED, Listed, Start, count
from esaylov.registers.published.places import by_territory as constituencies_by_territory
from esaylov.registers.published.places import (
	constituencies,
	constituencies_named,
	constituency,
	stations,
	stations_by_territory,
	stations_of,
)
from esaylov.registers.published.request_memo import read_once, shared
from esaylov.registers.published.results import opened as counts_opened
from esaylov.registers.published.results import protocols as count_protocols
from esaylov.registers.published.results import sums as count_sums
from esaylov.registers.published.results import tables as result_tables
from esaylov.registers.published.results import turnout as turnout_by_hour
from esaylov.registers.published.sets import SETS
from esaylov.registers.published.sets import of as open_rows
from esaylov.registers.published.territories import everywhere, region_of

__all__ = [
	"AGES",
	"COUNTED",
	"FORMS",
	"GENDERS",
	"REGISTERED",
	"SETS",
	"STATUSES",
	"Listed",
	"Start",
	"Wanted",
	"WantedDecisions",
	"candidate",
	"candidate_counts",
	"candidate_photo",
	"candidates_after",
	"candidates_by_age",
	"candidates_by_constituency",
	"candidates_ended",
	"candidates_page",
	"constituencies",
	"constituencies_by_territory",
	"constituencies_named",
	"constituency",
	"contests",
	"count",
	"count_protocols",
	"count_sums",
	"counts_opened",
	"decisions",
	"decisions_named",
	"election",
	"elections_with_voters",
	"everywhere",
	"find_names",
	"observers",
	"open_rows",
	"parties",
	"read_once",
	"region_of",
	"result_tables",
	"shared",
	"stations",
	"stations_by_territory",
	"stations_of",
	"turnout_by_hour",
	"voters",
	"voters_in_all",
	"written",
]
