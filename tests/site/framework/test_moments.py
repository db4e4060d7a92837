"""Moments that the bench gives out."""

from datetime import datetime

import frappe
import pytest
from frappe.utils import data


@pytest.mark.skipif(not frappe.__version__.endswith("-dev"), reason="genuine Frappe gives out whole seconds")
def test_no_moment_of_the_bench_is_a_whole_second(monkeypatch):
	"""A document saved at one could not be saved again: "has been modified after you have opened it"."""
	monkeypatch.setattr(data, "now_datetime", lambda: datetime(2026, 11, 27, 9, 7, 39))
	assert data.now() == "2026-11-27 09:07:39.000001"
