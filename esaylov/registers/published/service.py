"""The public door: what anybody may read of the registers. The pages of the portal and the open data read here alone.

Each query names its columns; a column that the booklet does not show to the public is in none of them, and a test looks
for one in every page and file (`tests/web/test_public_bytes.py`). Nothing here asks for a right or writes.
"""

from esaylov.registers.published import (
	candidates,
	forms,
	names,
	others,
	places,
	request_memo,
	sets,
	territories,
)
from esaylov.registers.published.candidates import AGES, GENDERS, REGISTERED, STATUSES, Wanted
from esaylov.registers.published.forms import FORMS
from esaylov.registers.published.others import WantedDecisions
from esaylov.registers.published.sets import SETS

__all__ = ["AGES", "FORMS", "GENDERS", "REGISTERED", "SETS", "STATUSES", "Wanted", "WantedDecisions"]

read_once, shared = request_memo.read_once, request_memo.shared
"""Pages that are built in one round read what they share once."""

candidate = shared(candidates.one)
candidate_counts = shared(candidates.counts)
candidate_photo = candidates.photo
candidates_after = candidates.after
candidates_by_age = shared(candidates.by_age)
candidates_by_constituency = shared(candidates.by_constituency)
candidates_ended = shared(candidates.ended)
candidates_page = shared(candidates.page)
find_names = names.find

constituencies = shared(places.constituencies)
constituencies_by_territory = shared(places.by_territory)
constituencies_named = shared(places.constituencies_named)
constituency = shared(places.constituency)
stations = shared(places.stations)
stations_by_territory = shared(places.stations_by_territory)

everywhere = shared(territories.everywhere)
region_of = territories.region_of

contests = shared(others.contests)
decisions = shared(others.decisions)
decisions_named = shared(others.decisions_named)
election = shared(others.election)
elections_with_voters = shared(others.elections_with_voters)
observers = shared(others.observers)
parties = shared(others.parties)
voters = shared(others.voters)
voters_in_all = shared(others.voters_in_all)

open_rows = request_memo.shared_rows(sets.of)
written = forms.written
