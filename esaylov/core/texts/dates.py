"""Texts of the rules about dates in the answers."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"registered_too_late": Message(
		"Partiya saylov kampaniyasidan kamida {months} oy oldin, {last_day} dan kechiktirmay ro'yxatga olingan bo'lishi kerak. Sanani tekshiring.",
		"Партия должна быть зарегистрирована не позднее чем за {months} мес. до кампании, до {last_day}. Проверьте дату.",
		"The party must be registered {months} months before the campaign at the latest, by {last_day}. Check the date.",
	),
	"date_before_stage": Message(
		"Saylov kalendariga ko'ra sana {starts_on} dan oldin bo'lmasligi kerak. Boshqa sanani tanlang.",
		"По календарю выборов дата не может быть раньше {starts_on}. Выберите другую дату.",
		"By the calendar of the election the date may not be before {starts_on}. Choose another one.",
	),
	"date_after_stage": Message(
		"Saylov kalendariga ko'ra sana {ends_on} dan keyin bo'lmasligi kerak. Boshqa sanani tanlang.",
		"По календарю выборов дата не может быть позже {ends_on}. Выберите другую дату.",
		"By the calendar of the election the date may not be after {ends_on}. Choose another one.",
	),
	"filed_too_late": Message(
		"Murojaat {days} kun ichida, {last_day} gacha yuborilishi kerak edi. Sanani tekshiring.",
		"Обращение нужно было подать в течение {days} дней, до {last_day}. Проверьте дату.",
		"This had to be filed within {days} days, by {last_day}. Check the date.",
	),
	"date_in_future": Message(
		"Bu sana hali kelmagan. Sanani tekshiring.",
		"Эта дата ещё не наступила. Проверьте дату.",
		"This date has not come yet. Check it.",
	),
}
