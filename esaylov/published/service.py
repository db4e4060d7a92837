"""The public door: what anybody may read of the registers. The pages of the portal and the open data read here alone.

Each query names its columns; a column that the booklet does not show to the public is in none of them, and a test looks
for one in every page and file (`tests/web/test_public_bytes.py`). Nothing here asks for a right or writes.
"""

from esaylov.published import candidates, forms, names, others, places, sets, territories
from esaylov.published.candidates import AGES, GENDERS, REGISTERED, STATUSES, Wanted
from esaylov.published.forms import FORMS
from esaylov.published.others import WantedDecisions
from esaylov.published.sets import SETS

__all__ = ["AGES", "FORMS", "GENDERS", "REGISTERED", "SETS", "STATUSES", "Wanted", "WantedDecisions"]

candidate = candidates.one
candidate_counts = candidates.counts
candidates_after = candidates.after
candidates_by_age = candidates.by_age
candidates_by_constituency = candidates.by_constituency
candidates_ended = candidates.ended
candidates_page = candidates.page
find_names = names.find

constituencies = places.constituencies
constituencies_by_territory = places.by_territory
constituencies_named = places.constituencies_named
constituency = places.constituency
stations = places.stations
stations_by_territory = places.stations_by_territory

everywhere = territories.everywhere
region_of = territories.region_of

contests = others.contests
decisions = others.decisions
decisions_named = others.decisions_named
election = others.election
elections_with_voters = others.elections_with_voters
observers = others.observers
parties = others.parties
voters = others.voters


open_rows = sets.of
written = forms.written
