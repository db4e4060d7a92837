"""Texts about tables that are pasted or uploaded as rows of a group."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"table_empty": Message(
		"Jadvalda sarlavhadan boshqa qator yo'q. Kamida bitta qatorni to'ldiring.",
		"В таблице нет строк, кроме заголовка. Заполните хотя бы одну.",
		"The table has no rows below its headings. Fill in at least one.",
	),
	"table_no_header": Message(
		"Birinchi qatorda ustun nomlari topilmadi. Namunani yuklab oling va sarlavhasini o'zgartirmang.",
		"В первой строке нет названий столбцов. Скачайте образец и не меняйте его заголовок.",
		"The first row does not name the columns. Download the template and leave its headings as they are.",
	),
	"table_column_twice": Message(
		"Ustun ikki marta berilgan: {column}. Bittasini o'chiring.",
		"Столбец указан дважды: {column}. Удалите один из них.",
		"A column is given twice: {column}. Remove one of them.",
	),
	"table_too_many_rows": Message(
		"Jadvalda {limit} tadan ko'p qator bor. Ortiqchasini olib tashlang.",
		"В таблице больше {limit} строк. Удалите лишние.",
		"The table has more than {limit} rows. Remove the others.",
	),
	"table_too_large": Message(
		"Jadval juda katta. Faqat kerakli qator va ustunlarni qoldiring.",
		"Таблица слишком велика. Оставьте только нужные строки и столбцы.",
		"The table is too large. Keep only the rows and columns that are needed.",
	),
	"table_unreadable": Message(
		"Jadval o'qilmadi. Uni XLSX yoki CSV ko'rinishida qayta saqlang.",
		"Таблицу не удалось прочитать. Сохраните её заново в формате XLSX или CSV.",
		"The table could not be read. Save it again as XLSX or CSV.",
	),
	"table_number_cut": Message(
		"Jadval dasturi raqamlarni qisqartirib yuborgan. Ustunga Matn turini bering va raqamni qayta kiriting.",
		"Программа сократила число. Задайте столбцу формат «Текстовый» и введите число заново.",
		"The spreadsheet has cut this number. Give the column the format Text and enter the number again.",
	),
}
