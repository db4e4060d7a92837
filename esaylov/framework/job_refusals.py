"""Refusals that a job keeps on its own row, to be told to whoever reads it, in their language."""

from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.framework.errors import EsaylovError, FormInvalid, in_words


def refusal_of(problem: Exception, job: str) -> dict[str, Any]:
	"""A refusal as data; what nobody foresaw goes to the error log under the name of the job, and is told without details."""
	if not isinstance(problem, EsaylovError):
		frappe.log_error(job)
		problem = EsaylovError()
	found = [finding.as_dict() for finding in problem.findings]
	return {"code": problem.code, "params": problem.message_params, "findings": found}


def words(held: Mapping[str, Any]) -> tuple[str, str]:
	"""Code and sentence of a kept refusal, in the reader's language."""
	findings = [Finding.from_dict(found) for found in held["findings"]]
	refusal = FormInvalid(findings, held["params"]) if findings else EsaylovError(held["params"])
	refusal.code = held["code"]
	return (findings[0].code if findings else refusal.code), in_words(refusal).splitlines()[-1]
