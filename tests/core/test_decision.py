"""From rows to the outcome."""

import pytest

from esaylov.core.procedure.decision import Outcome, Row, check_rows, outcome

G, R = Outcome.GRANTED, Outcome.REFUSED


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([G], Outcome.GRANTED),
		([G, G, G], Outcome.GRANTED),
		([G, R], Outcome.PARTLY_GRANTED),
		([R, G, G], Outcome.PARTLY_GRANTED),
		([R], Outcome.REFUSED),
		([R, R], Outcome.REFUSED),
	],
)
def test_outcome_of_rows(rows, expected):
	assert outcome([Row(f"persons[{n}]", row, "why") for n, row in enumerate(rows)]) is expected


def test_no_row_is_no_decision():
	with pytest.raises(ValueError, match="row"):
		outcome([])


@pytest.mark.parametrize(
	("rows", "findings"),
	[
		([Row("a", G), Row("b", R, "Pasport nusxasi yoʻq (40-modda)")], []),
		([Row("a", G)], [("row_undecided", "b")]),
		([Row("a", G), Row("b", G), Row("c", G)], [("row_unknown", "c")]),
		([Row("a", G), Row("b", G), Row("a", G)], [("row_decided_twice", "a")]),
		([Row("a", R, " "), Row("b", R)], [("refusal_without_reason", "a"), ("refusal_without_reason", "b")]),
		([Row("a", G), Row("b", R, "x")], [("refusal_unfounded", "b")]),
		([Row("a", G), Row("b", R, "40-modda")], [("refusal_unfounded", "b")]),
		([Row("a", G), Row("b", R, "Pasport nusxasi yoʻq")], [("refusal_unfounded", "b")]),
		([Row("a", G), Row("b", R, "Нет копии паспорта, ст. 40")], []),
		([Row("a", Outcome.PARTLY_GRANTED, "x"), Row("b", G)], [("row_outcome", "a")]),
		([Row("a", Outcome.ACKNOWLEDGED), Row("b", G)], [("row_outcome", "a")]),
	],
)
def test_each_row_is_decided_once_and_refused_with_a_reason(rows, findings):
	assert [(finding.code, finding.path) for finding in check_rows(["a", "b"], rows)] == findings
