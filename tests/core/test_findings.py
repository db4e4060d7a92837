"""Findings as values."""

import pytest

from esaylov.core.findings import Finding, Severity, blocking

WARNING = Finding("pinfl_check_digit", "pinfl", Severity.WARNING)
ERROR = Finding("observer_notice_late", article="33", params={"days": 10})


@pytest.mark.parametrize("finding", [WARNING, ERROR, Finding("required")])
def test_a_finding_goes_through_json_and_back(finding):
	assert Finding.from_dict(finding.as_dict()) == finding
	assert hash(finding) == hash(Finding.from_dict(finding.as_dict()))


@pytest.mark.parametrize("data", [{}, {"code": "x", "severity": "fatal"}])
def test_what_is_no_finding_is_refused(data):
	with pytest.raises((KeyError, ValueError)):
		Finding.from_dict(data)


@pytest.mark.parametrize(
	("findings", "blocks"), [([], False), ([WARNING], False), ([ERROR], True), ([WARNING, ERROR], True)]
)
def test_only_errors_block(findings, blocks):
	assert blocking(findings) is blocks
