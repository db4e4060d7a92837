"""Guards of what appeals are filed and decided by: the types of appeals, the elections and their calendars."""

from typing import Final

from esaylov.permissions.configuration.rules.guard import SHORT_TITLES, TITLES, Guard

FIELD_HELP: Final = frozenset(f"help_{language}" for language in ("uz", "ru", "en"))
"""Columns of a field of a form that no signed text contains."""

PROCEDURE: Final = {
	"Appeal Type": Guard(
		"who may file it, by which way and rules it is decided, what a decision writes and tells, which paper follows",
		(
			*("published", "applicant_kinds", "election_types", "recipient_level", "recipient_field"),
			*("authentication", "route", "review_statute", "window_from_stage", "window_to_stage"),
			*("form_fields", "form_rules", "effect", "effect_mapping", "certificate_kind", "messages"),
			*("state_checks", "title_uz", "title_ru", "title_en", "title_kaa", "subject_template"),
		),
		switch="published",
		needs_two_to_close=True,  # nobody can file it from then on
		is_removable_off=True,
		is_free_off=True,
		along=("slug", "legal_basis", "review_limit_source", "source_mark"),
		texts={"form_fields": FIELD_HELP},
		again="validate",
	),
	"Election": Guard(
		"its days, contests and state: from its opening on appeals are taken, and everything counts from its days",
		(
			*("kind", "election_day", "called_on", "day_counting", "status", "opened_on", "source_election"),
			*("official_announcement_on", "election_types", "voters_count", *TITLES, *SHORT_TITLES),
		),
		switch="status",
		off="In Preparation",
		more_off=("Practice", "Practice Over"),
		withheld=("opened_on",),
		needs_two_to_close=True,
		is_removable_off=True,
		is_free_off=True,
		again="validate",
	),
	"Election Stage": Guard(
		"from when and until when something may be filed",
		("election", "key", "rule", "starts_on", "ends_on", "ends_at", *TITLES),
		never=("starts_on", "ends_on"),
		within=("election", "Election"),
	),
}
"""DocType to how two persons change it."""
