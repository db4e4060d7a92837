"""Texts about the data of people: filled from state registers, shown to officers."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"birth_date_needed": Message(
		"Pasport bo'yicha izlash uchun tug'ilgan sana kerak. Uni yoki JShShIRni kiriting.",
		"Для поиска по паспорту нужна дата рождения. Укажите её или ПИНФЛ.",
		"A search by passport needs the date of birth. Enter it, or the PINFL.",
	),
	"birth_date_or_passport_needed": Message(
		"JShShIR bo'yicha to'ldirish uchun tug'ilgan sanani yoki pasportni ham kiriting.",
		"Для заполнения по ПИНФЛ укажите также дату рождения или паспорт.",
		"To fill in by the PINFL, enter the date of birth or the passport too.",
	),
	"lookups_too_many": Message(
		"Reestrga juda ko'p so'rov yuborildi. Ma'lumotni o'zingiz kiriting yoki ertaga urinib ko'ring.",
		"Слишком много запросов к реестру. Заполните данные сами или попробуйте завтра.",
		"The register was asked too often. Fill the data in yourself, or try again tomorrow.",
	),
	"reveals_too_many": Message(
		"Bir soatda juda ko'p shaxs ma'lumoti ochildi. Keyinroq urinib ko'ring.",
		"За час открыто слишком много данных лиц. Попробуйте позже.",
		"Data of too many persons were opened within an hour. Try again later.",
	),
	"reason_needed": Message(
		"Ma'lumot nima uchun kerakligini 5 dan 500 gacha belgida yozing: uni shaxsning o'zi o'qiydi.",
		"Напишите от 5 до 500 знаков, зачем нужны данные: это прочтёт сам человек.",
		"Write in 5 to 500 characters why the data are needed: the person will read it.",
	),
	"not_filled": Message(
		"Bu maydonni reestr to'ldirmagan. Uni formaning o'zida tuzating.",
		"Это поле заполнено не из реестра. Исправьте его в самой форме.",
		"This field was not filled from a register. Mend it in the form itself.",
	),
	"interagency_unreachable": Message(
		"Reestr javob bermayapti. Davom etishingiz mumkin: komissiya tekshiradi.",
		"Реестр не отвечает. Можно продолжать: проверит комиссия.",
		"The register is not reachable. You may continue: the commission will check.",
	),
}
