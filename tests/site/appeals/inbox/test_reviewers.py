"""Members who cannot review get no appeals."""

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make

from esaylov.appeals.inbox import officers
from esaylov.appeals.review import steps
from esaylov.framework.errors import FormInvalid


def test_member_who_cannot_review_gets_no_appeal():
	name = filing.under_review(filing.PARTY)
	frappe.set_user(make.CHAIR)
	with pytest.raises(FormInvalid) as refused:
		steps.assign(name, make.MEMBER)
	assert refused.value.findings[0].code == "not_an_officer_here"
	offered = {officer.user for officer in officers.of(make.CHAIR)}
	assert {make.SECRETARY, make.DEPUTY} <= offered
	assert not {make.MEMBER, make.MEMBER2} & offered
