"""Texts of what changed between two versions of an appeal type (`core.appeal_types.compare`)."""

from collections.abc import Mapping

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"change_title": Message(
		"Nomi ({language}) o'zgardi: «{old}» → «{new}».",
		"Название ({language}) изменено: «{old}» → «{new}».",
		"The title ({language}) changed: “{old}” → “{new}”.",
	),
	"change_part": Message("{part}: {old} → {new}.", "{part}: {old} → {new}.", "{part}: {old} → {new}."),
	"change_added": Message(
		"{part}: {name} qo'shildi.", "{part}: добавлено {name}.", "{part}: {name} was added."
	),
	"change_removed": Message(
		"{part}: {name} olib tashlandi.", "{part}: убрано {name}.", "{part}: {name} was removed."
	),
	"change_field_added": Message(
		"{field} maydoni qo'shildi.", "Добавлено поле {field}.", "The field {field} was added."
	),
	"change_field_removed": Message(
		"{field} maydoni olib tashlandi.", "Поле {field} убрано.", "The field {field} was removed."
	),
	"change_field_order": Message(
		"Maydonlar tartibi o'zgardi.", "Изменён порядок полей.", "The order of the fields changed."
	),
	"change_field_kind": Message(
		"{field} maydonining turi o'zgardi: {old} → {new}.",
		"Вид поля {field} изменён: {old} → {new}.",
		"The kind of the field {field} changed: {old} → {new}.",
	),
	"change_field_required": Message(
		"{field} maydoni majburiy bo'ldi.",
		"Поле {field} стало обязательным.",
		"The field {field} became required.",
	),
	"change_field_not_required": Message(
		"{field} maydoni endi majburiy emas.",
		"Поле {field} больше не обязательно.",
		"The field {field} is no longer required.",
	),
	"change_field_read_only": Message(
		"{field} maydonini endi tizim to'ldiradi.",
		"Поле {field} теперь заполняет система.",
		"The field {field} is now filled by the system.",
	),
	"change_field_not_read_only": Message(
		"{field} maydonini endi ariza beruvchi to'ldiradi.",
		"Поле {field} теперь заполняет заявитель.",
		"The field {field} is now filled by the applicant.",
	),
	"change_field_label": Message(
		"{field} maydonining nomi ({language}) o'zgardi: «{old}» → «{new}».",
		"Подпись поля {field} ({language}) изменена: «{old}» → «{new}».",
		"The label of the field {field} ({language}) changed: “{old}” → “{new}”.",
	),
	"change_field_help": Message(
		"{field} maydonining izohi ({language}) o'zgardi: «{old}» → «{new}».",
		"Пояснение к полю {field} ({language}) изменено: «{old}» → «{new}».",
		"The help of the field {field} ({language}) changed: “{old}” → “{new}”.",
	),
	"change_field_part": Message(
		"{field} maydoni, {part}: {old} → {new}.",
		"Поле {field}, {part}: {old} → {new}.",
		"The field {field}, {part}: {old} → {new}.",
	),
	"change_field_choices": Message(
		"{field} maydonining tanlov qiymatlari o'zgardi.",
		"Изменены значения выбора поля {field}.",
		"The choices of the field {field} changed.",
	),
	"change_field_link": Message(
		"{field} maydonining reyestri yoki filtri o'zgardi.",
		"Изменён реестр или отбор поля {field}.",
		"The register or the filter of the field {field} changed.",
	),
	"change_field_file": Message(
		"{field} faylining turlari yoki eng katta hajmi o'zgardi.",
		"Изменены виды или наибольший размер файла {field}.",
		"The kinds or the largest size of the file {field} changed.",
	),
	"change_rule_added": Message(
		"{rule} qoidasi qo'shildi.", "Добавлено правило {rule}.", "The rule {rule} was added."
	),
	"change_rule_removed": Message(
		"{rule} qoidasi olib tashlandi.", "Правило {rule} убрано.", "The rule {rule} was removed."
	),
	"change_rule_changed": Message(
		"{rule} qoidasining parametrlari yoki moddasi o'zgardi.",
		"Изменены параметры или статья правила {rule}.",
		"The parameters or the article of the rule {rule} changed.",
	),
	"change_mapping": Message(
		"Natijaga uzatish, {key}: {old} → {new}.",
		"Передача в действие, {key}: {old} → {new}.",
		"Mapping of the effect, {key}: {old} → {new}.",
	),
}

WORDS: Mapping[str, Message] = {
	"slug": Message("Qisqa nom", "Краткое имя", "Short name"),
	"recipient_level": Message("Komissiya darajasi", "Уровень комиссии", "Recipient level"),
	"recipient_field": Message("Komissiyani aniqlaydigan maydon", "Поле комиссии", "Field of the recipient"),
	"authentication": Message("Tasdiqlash usuli", "Способ подтверждения", "Authentication"),
	"route": Message("Yo'nalish", "Маршрут", "Route"),
	"review_statute": Message("Ko'rib chiqish muddati", "Срок рассмотрения", "Review limit"),
	"window_from_stage": Message("Oraliq boshlanishi", "Начало срока", "Window from"),
	"window_to_stage": Message("Oraliq tugashi", "Конец срока", "Window to"),
	"subject_template": Message("Mavzu", "Тема", "Subject"),
	"effect": Message("Natija", "Действие", "Effect"),
	"certificate_kind": Message("Hujjat turi", "Вид документа", "Certificate kind"),
	"legal_basis": Message("Huquqiy asos", "Правовое основание", "Legal basis"),
	"applicant_kinds": Message("Ariza beruvchilar", "Заявители", "Applicants"),
	"election_types": Message("Saylov turlari", "Виды выборов", "Election types"),
	"pattern": Message("namuna", "образец", "pattern"),
	"minimum": Message("eng kichik qiymat", "наименьшее", "minimum"),
	"maximum": Message("eng katta qiymat", "наибольшее", "maximum"),
	"min_rows": Message("eng kam qator", "наименьшее число строк", "least rows"),
	"max_rows": Message("eng ko'p qator", "наибольшее число строк", "most rows"),
	"filled_from": Message("to'ldirish manbasi", "источник заполнения", "filled from"),
	"shown_if": Message("ko'rsatish sharti", "условие показа", "shown if"),
	"required_if": Message("majburiylik sharti", "условие обязательности", "required if"),
}
"""Parts of a type as words in messages."""
