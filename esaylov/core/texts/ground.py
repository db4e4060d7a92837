"""Texts of what can be wrong with ground data: territories, elections, calendar, numbers of the law, bodies."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"dates_out_of_order": Message(
		"Tugash sanasi boshlanish sanasidan oldin bo'lishi mumkin emas. Sanani to'g'rilang.",
		"Дата окончания не может быть раньше даты начала. Исправьте дату.",
		"The last day cannot lie before the first one. Mend the date.",
	),
	"duplicate_rows": Message(
		"Bitta qator ikki marta kiritilgan. Ortiqchasini olib tashlang.",
		"Одна и та же строка введена дважды. Удалите лишнюю.",
		"A row stands twice. Remove one of them.",
	),
	"not_a_number": Message(
		"Bu yerga musbat butun son kiritiladi.",
		"Здесь нужно целое положительное число.",
		"A whole positive number belongs here.",
	),
	"not_an_hour": Message(
		"Vaqtni 18:00 ko'rinishida kiriting.",
		"Введите время в виде 18:00.",
		"Enter the hour as 18:00.",
	),
	"statute_overlap": Message(
		"Bu me'yorning shu kunlar uchun boshqa qiymati bor. Avval uning amal qilish muddatini cheklang.",
		"На эти дни уже есть другое значение этой нормы. Сначала ограничьте срок его действия.",
		"Another value of this number holds on these days. End that one first.",
	),
	"contest_not_held": Message(
		"Bu turdagi saylov tanlangan saylov kunida o'tkazilmaydi.",
		"Выборы этого вида не проводятся в выбранный день.",
		"This kind of election is not held on that election day.",
	),
	"not_a_polygon": Message(
		"Chegara GeoJSON Polygon yoki MultiPolygon bo'lishi kerak.",
		"Граница должна быть GeoJSON Polygon или MultiPolygon.",
		"The boundary must be a GeoJSON Polygon or MultiPolygon.",
	),
	"wrong_level": Message(
		"Tanlangan yozuvning darajasi bu yerga mos emas. Tegishli darajadagisini tanlang.",
		"Уровень выбранной записи сюда не подходит. Выберите запись нужного уровня.",
		"The chosen record is of the wrong level. Choose one of the level that belongs here.",
	),
}
