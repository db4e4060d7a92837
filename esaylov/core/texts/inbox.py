"""Texts for staff at their inbox: many appeals at once, the list as a file."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"bulk_size": Message(
		"Bir martada 1 tadan {maximum} tagacha murojaatni topshirish mumkin. Kamroq tanlang.",
		"За один раз можно передать от 1 до {maximum} обращений. Выберите меньше.",
		"From 1 to {maximum} appeals can be handed over at a time. Choose fewer.",
	),
	"export_form": Message(
		"Bunday fayl turi yo'q. CSV yoki XLSX ni tanlang.",
		"Такого вида файла нет. Выберите CSV или XLSX.",
		"There is no such kind of file. Choose CSV or XLSX.",
	),
	"export_filter": Message(
		"Ro'yxatni bu filtr bilan yuklab bo'lmaydi. Holat, muddat, tur yoki komissiya bo'yicha tanlang.",
		"Список с таким фильтром не выгружается. Выберите по статусу, сроку, виду или комиссии.",
		"The list cannot be exported with this filter. Filter by state, time limit, type or commission.",
	),
	"export_size": Message(
		"Ro'yxatda {maximum} tadan ko'p murojaat bor. Filtr bilan qisqartiring.",
		"В списке больше {maximum} обращений. Сократите его фильтром.",
		"The list has more than {maximum} appeals. Narrow it with a filter.",
	),
}
