"""What each choice of a parameter of a rule means, in words of the person who builds an appeal type."""

from collections.abc import Mapping

from esaylov.core.texts.message import Message

CHOICES: Mapping[str, Message] = {
	"election_day": Message("Saylov kuniga", "На день выборов", "On election day"),
	"today": Message("Bugungi kunga", "На сегодня", "Today"),
	"PRES": Message("Prezident saylovi", "Выборы Президента", "Presidential"),
	"LC_SMD": Message(
		"Qonunchilik palatasi, okruglar",
		"Законодательная палата, округа",
		"Legislative Chamber, constituencies",
	),
	"LC_PL": Message(
		"Qonunchilik palatasi, roʻyxatlar", "Законодательная палата, списки", "Legislative Chamber, lists"
	),
	"JK": Message("Joʻqorgʻi Kenges", "Жокаргы Кенес", "Jokargi Kenes"),
	"REG": Message("Viloyat Kengashlari", "Областные Кенгаши", "Regional Kengashes"),
	"DC": Message("Tuman Kengashlari", "Районные Кенгаши", "District Kengashes"),
	"district_commission": Message(
		"Tuman (shahar) komissiyasi", "Районная (городская) комиссия", "District (city) commission"
	),
	"okrug_commission": Message("Okrug komissiyasi", "Окружная комиссия", "Constituency commission"),
}
