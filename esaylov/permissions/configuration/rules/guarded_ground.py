"""Guards of what elections stand on: constituencies, stations, parties, organizations, and the level that registers."""

from typing import Final

from esaylov.permissions.configuration.rules.guard import SHORT_TITLES, TITLES, Guard

STATION_PLACE: Final = ("building", "address", "latitude", "longitude")
"""Where voters are told to go."""
GROUND_GUARDS: Final = {
	"Constituency": Guard(
		"which seat it is, who may be elected there, and how many signatures that takes",
		(
			*("election", "election_type", "number", "territory", "voters_count", "is_annulled"),
			*("boundaries", "boundary_geojson", "stations", *TITLES),
		),
		switch="is_annulled",
		off=1,
		needs_two_to_close=True,
		within=("election", "Election"),
	),
	"Polling Station": Guard(
		"which station it is, who votes there, and whether people vote there at all",
		(
			*("number", "territory", "kind", "is_annulled"),
			*("voters_count", "boundaries", "boundary_geojson", "attached_constituency"),
			*STATION_PLACE,
		),
		is_new_free=True,  # nobody votes there before it is of a constituency
		removable=True,  # as long as nothing names it
		while_open=frozenset(STATION_PLACE),
	),
	"Political Party": Guard(
		"who may nominate, and where a party stands on the ballot; the head with this TIN acts for it",
		("is_active", "ballot_order", "tin", *TITLES, *SHORT_TITLES),
		switch="is_active",
		needs_two_to_close=True,
		withheld=("tin",),
		is_removable_off=True,
	),
	"Party Branch": Guard(
		"who may nominate where; the head with this TIN acts for it",
		("party", "level", "territory", "tin"),
		withheld=("tin",),
		removable=True,
	),
	"Participant Organization": Guard(
		"which appeals it may file, and where; the head with this TIN acts for it",
		("kind", "territory", "tin"),
		withheld=("tin",),
		removable=True,
	),
	"Election Commission": Guard(
		"which commission decides about a place, which one stands above it, and what decisions call it",
		(
			*("level", "parent_election_commission", "territory"),
			*("election", "constituency", "polling_station", *TITLES, *SHORT_TITLES),
		),
		is_new_free=True,  # nobody is its member yet
		removable=True,  # as long as nothing names it
	),
	"Administrative Territory": Guard(
		"which region a place lies in, and so who decides there; what decisions call it",
		("level", "parent_administrative_territory", *TITLES),
		is_new_free=True,
		removable=True,
	),
	"Voter Statistic": Guard(
		"a figure by which signatures and members are measured",
		("value", "kind", "territory", "gender"),
		is_new_free=True,  # the key of a figure that is there is taken
		within=("election", "Election"),
	),
	"Election Type": Guard(
		"which level of commissions registers candidates, the order on the ballot, and what the contest is called",
		("registering_level", "ballot_order", *TITLES, *SHORT_TITLES),
		is_new_free=True,  # no election holds it yet
		removable=True,
	),
}
"""DocType to how two persons change it. Deletion is for what nothing names."""
