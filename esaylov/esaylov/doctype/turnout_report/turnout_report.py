"""Turnout Report (ishtirok haqida maʼlumot): how many voters of a station took part by an hour of election day."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers.results.counting import turnout
from esaylov.registers.results.outcome import writing


class TurnoutReport(Document):
	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			turnout.check_turnout(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)
