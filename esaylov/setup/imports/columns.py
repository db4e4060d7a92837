"""The columns of each table that is imported: the same definitions as the fields of appeal types, so the same checks.

Titles in uz, ru and en stand in the heading; any of them, and the column's own name, is known again when a file comes.
"""

from collections.abc import Mapping
from typing import Any

Column = Mapping[str, Any]
Words = tuple[str, str, str]
SHORT = 140
"""Letters of a short text: what the database's column holds."""
DEGREES = r"^-?[0-9]{1,3}([.,][0-9]{1,9})?$"
TWO_WORDS = r"^\S+(\s+\S+)+$"
"""Of a name: surname and given name at least."""
ROWS = "rows"
MOST_ROWS = 250_000
BOUNDARY = "boundary_geojson"
PINFL = "pinfl"

_CODE_HELP = (
	"Roʻyxatdagi kod. Koddan keyin nomi yozilishi mumkin.",
	"Код из списка. После кода может стоять название.",
	"A code of the list. The title may follow the code.",
)
_DATE_HELP = ("Masalan: 27.10.2024", "Например: 27.10.2024", "For example: 27.10.2024")
_PINFL_HELP = ("14 ta raqam, matn sifatida", "14 цифр, как текст", "14 digits, as text")
_PHONE_HELP = (
	"Aʼzoning oʻz raqami: unga kirishga taklif SMS orqali yuboriladi. Masalan: +998 90 123 45 67",
	"Личный номер члена комиссии: на него по SMS уйдёт приглашение войти. Например: +998 90 123 45 67",
	"The member's own number: the invitation to log in goes there by SMS. For example: +998 90 123 45 67",
)
_GEOJSON_HELP = (
	"GeoJSON Polygon yoki MultiPolygon. 32 767 belgidan uzun boʻlsa, GeoJSON fayl yuklang.",
	"GeoJSON Polygon или MultiPolygon. Если длиннее 32 767 знаков, загрузите файл GeoJSON.",
	"A GeoJSON Polygon or MultiPolygon. Where it is longer than 32,767 letters, upload a GeoJSON file.",
)
_DEGREES_HELP = ("Masalan: 41.311081", "Например: 41.311081", "For example: 41.311081")


def words(texts: Words) -> dict[str, str]:
	"""Texts of a label by language."""
	return dict(zip(("uz", "ru", "en"), texts, strict=True))


def text(name: str, title: Words, required: bool = False, longest: int = SHORT, **more: Any) -> Column:
	"""A text, as long as its column holds."""
	kind = "Short Text" if longest <= SHORT else "Long Text"
	return {
		"name": name,
		"kind": kind,
		"label": words(title),
		"required": required,
		"maximum": longest,
		**more,
	}


def link(name: str, title: Words, doctype: str, required: bool = False) -> Column:
	"""The code of a record."""
	column = {"name": name, "kind": "Link", "label": words(title), "required": required}
	return {**column, "link": {"doctype": doctype}, "help": words(_CODE_HELP)}


def choice(name: str, title: Words, values: Mapping[str, Words], required: bool = False) -> Column:
	"""One of a few values, written in any language."""
	choices = [{"value": value, "label": words(texts)} for value, texts in values.items()]
	return {"name": name, "kind": "Choice", "label": words(title), "required": required, "choices": choices}


def number(name: str, title: Words, required: bool = False, minimum: int = 0) -> Column:
	"""A whole number that the database's column holds."""
	column = {"name": name, "kind": "Integer", "label": words(title), "required": required}
	return {**column, "minimum": minimum, "maximum": 2_000_000_000}


def day(name: str, title: Words, required: bool = False) -> Column:
	"""A date."""
	column = {"name": name, "kind": "Date", "label": words(title), "required": required}
	return {**column, "help": words(_DATE_HELP)}


GENDER = {"Male": ("Erkak", "Мужской", "Male"), "Female": ("Ayol", "Женский", "Female")}
LEVELS = {
	"CEC": ("MSK", "ЦИК", "CEC"),
	"REG": ("Hududiy", "Территориальная", "Regional"),
	"DC": ("Tuman (shahar)", "Районная (городская)", "District"),
	"PEC": ("Uchastka", "Участковая", "Precinct"),
}
POSITIONS = {
	"Chair": ("Rais", "Председатель", "Chair"),
	"Deputy Chair": ("Rais oʻrinbosari", "Заместитель председателя", "Deputy Chair"),
	"Secretary": ("Kotib", "Секретарь", "Secretary"),
	"Member": ("Aʼzo", "Член комиссии", "Member"),
	"Staff": ("Xodim", "Сотрудник", "Staff"),
}
STATION_KINDS = {
	"Ordinary": ("Oddiy", "Обычный", "Ordinary"),
	"Special": ("Maxsus", "Особый", "Special"),
	"Abroad": ("Xorijda", "За рубежом", "Abroad"),
}
FIGURES = {
	"voters": ("Saylovchilar", "Избиратели", "Voters"),
	"abroad": ("Xorijdagi saylovchilar", "Избиратели за рубежом", "Voters abroad"),
	"first_time": ("Birinchi marta ovoz beruvchilar", "Голосующие впервые", "First-time voters"),
}
MEMBERSHIP = {
	"Member": ("Partiya aʼzosi", "Член партии", "Member"),
	"Non-party": ("Partiyasiz", "Беспартийный", "Non-party"),
}

TERRITORY = ("Hudud kodi", "Код территории", "Territory code")
PHONE = ("Telefon", "Телефон", "Phone")
TITLES = (
	text("title_uz", ("Nomi (oʻzbekcha)", "Название (узб.)", "Title (Uzbek)"), required=True),
	text("title_ru", ("Nomi (ruscha)", "Название (рус.)", "Title (Russian)")),
	text("title_en", ("Nomi (inglizcha)", "Название (англ.)", "Title (English)")),
)
VOTERS = number("voters_count", ("Saylovchilar soni", "Число избирателей", "Number of voters"))
BOUNDARIES = (
	text(
		"boundaries", ("Chegaralar tavsifi", "Описание границ", "Description of boundaries"), longest=20_000
	),
	text(
		BOUNDARY,
		("Chegara (GeoJSON)", "Граница (GeoJSON)", "Boundary (GeoJSON)"),
		longest=5_000_000,
		help=words(_GEOJSON_HELP),
	),
)
PERSON = (
	text(PINFL, ("JShShIR", "ПИНФЛ", "PINFL"), required=True, help=words(_PINFL_HELP)),
	text("full_name", ("Familiya, ism, sharif", "Ф. И. О.", "Full name"), required=True, pattern=TWO_WORDS),
)

COMMISSIONS = (
	text("code", ("Komissiya kodi", "Код комиссии", "Commission code"), required=True, longest=40),
	text("register_code", ("Reyestr kodi", "Код реестра", "Register code"), required=True, longest=20),
	choice("level", ("Darajasi", "Уровень", "Level"), LEVELS, required=True),
	link(
		"parent_election_commission",
		("Yuqori komissiya kodi", "Код вышестоящей комиссии", "Code of the higher commission"),
		"Election Commission",
	),
	link("territory", TERRITORY, "Administrative Territory", required=True),
	number(
		"polling_station_no", ("Uchastka raqami", "Номер участка", "Number of the polling station"), minimum=1
	),
	*TITLES,
	text("short_title_uz", ("Qisqa nomi (oʻzbekcha)", "Краткое название (узб.)", "Short title (Uzbek)")),
	text("short_title_ru", ("Qisqa nomi (ruscha)", "Краткое название (рус.)", "Short title (Russian)")),
	text("short_title_en", ("Qisqa nomi (inglizcha)", "Краткое название (англ.)", "Short title (English)")),
	text("phone", PHONE),
	text("address", ("Manzil", "Адрес", "Address"), longest=1000),
)
MEMBERS = (
	link(
		"commission",
		("Komissiya kodi", "Код комиссии", "Commission code"),
		"Election Commission",
		required=True,
	),
	choice("position", ("Lavozimi", "Должность", "Position"), POSITIONS, required=True),
	*PERSON,
	text(
		"workplace_position", ("Ish joyi va lavozimi", "Место работы и должность", "Workplace and position")
	),
	day("starts_on", ("Vakolat boshlanishi", "Начало полномочий", "Starts On"), required=True),
	day("ends_on", ("Vakolat tugashi", "Окончание полномочий", "Ends On")),
	text("phone", ("Telefon", "Телефон", "Phone"), longest=20, help=words(_PHONE_HELP)),
)
CONSTITUENCIES = (
	link(
		"election_type",
		("Saylov turi kodi", "Код вида выборов", "Code of the election type"),
		"Election Type",
		required=True,
	),
	link("territory", TERRITORY, "Administrative Territory", required=True),
	number("number", ("Okrug raqami", "Номер округа", "Constituency number"), required=True, minimum=1),
	*TITLES,
	text("center", ("Okrug markazi", "Центр округа", "Centre of the constituency")),
	VOTERS,
	*BOUNDARIES,
)
CONSTITUENCY_STATIONS = (
	link(
		"election_type",
		("Saylov turi kodi", "Код вида выборов", "Code of the election type"),
		"Election Type",
		required=True,
	),
	link(
		"territory",
		("Okrug hududi kodi", "Код территории округа", "Territory code of the constituency"),
		"Administrative Territory",
		required=True,
	),
	number("number", ("Okrug raqami", "Номер округа", "Constituency number"), required=True, minimum=1),
	link(
		"station_territory",
		("Uchastka hududi kodi", "Код территории участка", "Territory code of the polling station"),
		"Administrative Territory",
		required=True,
	),
	number(
		"station_number",
		("Uchastka raqami", "Номер участка", "Number of the polling station"),
		required=True,
		minimum=1,
	),
)
STATIONS = (
	link("territory", TERRITORY, "Administrative Territory", required=True),
	number(
		"number",
		("Uchastka raqami", "Номер участка", "Number of the polling station"),
		required=True,
		minimum=1,
	),
	choice("kind", ("Turi", "Вид", "Kind"), STATION_KINDS, required=True),
	*TITLES,
	text("building", ("Bino", "Здание", "Building")),
	text("address", ("Manzil", "Адрес", "Address"), longest=1000),
	text("phone", PHONE),
	text("country", ("Davlat (xorijda)", "Страна (за рубежом)", "Country (abroad)")),
	text("city", ("Shahar (xorijda)", "Город (за рубежом)", "City (abroad)")),
	text(
		"latitude", ("Kenglik", "Широта", "Latitude"), longest=20, pattern=DEGREES, help=words(_DEGREES_HELP)
	),
	text(
		"longitude",
		("Uzunlik", "Долгота", "Longitude"),
		longest=20,
		pattern=DEGREES,
		help=words(_DEGREES_HELP),
	),
	VOTERS,
	*BOUNDARIES,
)
FIGURES_OF_VOTERS = (
	choice("kind", ("Koʻrsatkich", "Показатель", "Figure"), FIGURES, required=True),
	link("territory", TERRITORY, "Administrative Territory", required=True),
	choice("gender", ("Jinsi", "Пол", "Gender"), GENDER),
	number("value", ("Soni", "Число", "Number"), required=True),
	day("as_of", ("Sanasi", "На дату", "As of"), required=True),
	text("source_mark", ("Manba", "Источник", "Source"), required=True),
	text("note", ("Izoh", "Примечание", "Note"), longest=1000),
)
CANDIDATES = (
	link(
		"election_type",
		("Saylov turi kodi", "Код вида выборов", "Code of the election type"),
		"Election Type",
		required=True,
	),
	link("party", ("Partiya kodi", "Код партии", "Party code"), "Political Party", required=True),
	link("territory", TERRITORY, "Administrative Territory", required=True),
	number("constituency_no", ("Okrug raqami", "Номер округа", "Constituency number"), minimum=1),
	number("list_position", ("Roʻyxatdagi oʻrni", "Место в списке", "Position on the list"), minimum=1),
	*PERSON,
	day("birth_date", ("Tugʻilgan sana", "Дата рождения", "Date of birth")),
	choice("gender", ("Jinsi", "Пол", "Gender"), GENDER),
	choice("party_membership", ("Partiyaviyligi", "Партийность", "Party membership"), MEMBERSHIP),
	text("birthplace", ("Tugʻilgan joyi", "Место рождения", "Place of birth")),
	text("biography", ("Tarjimayi hol", "Биография", "Biography"), longest=20_000),
)
