"""The text of a decision, uz and ru; who signed it (chair or deputy) is said by the signature. Logic-less: lines with places in braces, a block left out when empty."""

from collections.abc import Sequence
from dataclasses import dataclass

from esaylov.core.decision import Outcome
from esaylov.decisions.rows import Verdict


@dataclass(frozen=True)
class Wording:
	"""The lines of one language."""

	head: str
	about: str
	decides: str
	granted: str
	acknowledged: str
	refused: str
	row: str
	refused_row: str


UZ = Wording(
	head="{commission}\nQaror\n{day}",
	about="{number}-son murojaat ko'rib chiqildi: {title}.\nMurojaat etuvchi: {applicant}.",
	decides="Qaror qilindi:",
	granted="{point}. Qanoatlantirilsin:",
	acknowledged="{point}. Ma'lumot uchun qabul qilinsin:",
	refused="{point}. Rad etilsin:",
	row="{point}.{place}. {subject}",
	refused_row="{point}.{place}. {subject}. Asos: {reason}",
)
RU = Wording(
	head="{commission}\nРешение\n{day}",
	about="Рассмотрено обращение №{number}: {title}.\nЗаявитель: {applicant}.",
	decides="Решено:",
	granted="{point}. Удовлетворить:",
	acknowledged="{point}. Принять к сведению:",
	refused="{point}. Отказать:",
	row="{point}.{place}. {subject}",
	refused_row="{point}.{place}. {subject}. Основание: {reason}",
)


@dataclass(frozen=True)
class Facts:
	"""What the text names; titles in the language of the text, the day as dd.mm.yyyy."""

	commission: str
	day: str
	number: str
	title: str
	applicant: str


def text(wording: Wording, facts: Facts, verdicts: Sequence[Verdict]) -> str:
	"""The whole text of a decision."""
	values = vars(facts)
	parts = [wording.head.format(**values), wording.about.format(**values), wording.decides]
	point = 0
	for outcome, title, row in (
		(Outcome.GRANTED, wording.granted, wording.row),
		(Outcome.ACKNOWLEDGED, wording.acknowledged, wording.row),
		(Outcome.REFUSED, wording.refused, wording.refused_row),
	):
		chosen = [verdict for verdict in verdicts if verdict.row.outcome is outcome]
		if not chosen:
			continue
		point += 1
		lines = [title.format(point=point)]
		for place, verdict in enumerate(chosen, 1):
			lines.append(
				row.format(point=point, place=place, subject=verdict.subject, reason=verdict.row.reason)
			)
		parts.append("\n".join(lines))
	return "\n\n".join(parts)
