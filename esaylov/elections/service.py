"""The public door of elections: the checks of the ground data, who decides where, and what a decision established."""

from esaylov.elections.checks import (
	check_commission,
	check_constituency,
	check_election,
	check_order,
	check_party_branch,
	check_polling_station,
	check_stage,
	check_statute,
	check_territory,
	check_tin,
	complete_titles,
	days_of,
	insert_many,
	name_party_branch,
	refuse,
)
from esaylov.elections.commissions import of_constituency as constituency_commission
from esaylov.elections.commissions import of_station as precinct_commission
from esaylov.elections.counting import of as day_counting
from esaylov.elections.counting import recount as recount_stages
from esaylov.elections.decided import WRITER as DECIDED
from esaylov.elections.kinds import (
	IN_PREPARATION,
	MAKING,
	OPENING,
	held,
	is_called_for,
	plan_findings,
	plan_of,
	seat_findings,
	seat_title,
	stage_findings,
)
from esaylov.elections.kinds import all_kinds as election_kinds
from esaylov.elections.kinds import of_election as kind_of_election
from esaylov.elections.kinds import of_name as election_kind
from esaylov.elections.serving import elections_held
from esaylov.elections.successors import check_in_place, end_former

__all__ = [
	"DECIDED",
	"IN_PREPARATION",
	"MAKING",
	"OPENING",
	"check_commission",
	"check_constituency",
	"check_election",
	"check_in_place",
	"check_order",
	"check_party_branch",
	"check_polling_station",
	"check_stage",
	"check_statute",
	"check_territory",
	"check_tin",
	"complete_titles",
	"constituency_commission",
	"day_counting",
	"days_of",
	"election_kind",
	"election_kinds",
	"elections_held",
	"end_former",
	"held",
	"insert_many",
	"is_called_for",
	"kind_of_election",
	"name_party_branch",
	"plan_findings",
	"plan_of",
	"precinct_commission",
	"recount_stages",
	"refuse",
	"seat_findings",
	"seat_title",
	"stage_findings",
]
