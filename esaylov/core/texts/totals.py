"""Texts of the rules about numbers: signatures, voters, rows and their values."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"signatures_too_few": Message(
		"Kamida {limit} ta imzo kerak, yana {missing} ta yetishmaydi. Imzo varaqalarini to'ldiring.",
		"Нужно не менее {limit} подписей, не хватает {missing}. Дополните подписные листы.",
		"At least {limit} signatures are needed, {missing} are missing. Add signature sheets.",
	),
	"signatures_sum": Message(
		"Hududlar bo'yicha imzolar yig'indisi {sum} ta, jami esa {total} ta deb yozilgan. Sonlarni tekshiring.",
		"Подписей по регионам в сумме {sum}, а всего указано {total}. Проверьте числа.",
		"The regions add up to {sum} signatures, but the total says {total}. Check the numbers.",
	),
	"signatures_region_share": Message(
		"Bitta hududdan jami imzolarning {share} foizidan ({limit} ta) ko'pi bo'lishi mumkin emas. Boshqa hududlardan imzo to'plang.",
		"Из одного региона может быть не более {share} процентов подписей ({limit}). Соберите подписи в других регионах.",
		"One region may give {share} per cent of the signatures ({limit}) at most. Collect signatures in other regions.",
	),
	"voters_deviation": Message(
		"Saylovchilar soni o'rtacha sondan ({average}) {percent} foizdan ortiq farq qiladi: {least} dan {most} gacha bo'lishi kerak. Chegarani o'zgartiring.",
		"Число избирателей отличается от среднего ({average}) более чем на {percent} процентов: должно быть от {least} до {most}. Измените границы.",
		"The number of voters differs from the mean ({average}) by more than {percent} per cent: it must be from {least} to {most}. Change the boundary.",
	),
	"voters_too_few": Message(
		"Saylovchilar kamida {limit} nafar bo'lishi kerak. Sonni tekshiring yoki hududni kengaytiring.",
		"Избирателей должно быть не менее {limit}. Проверьте число или расширьте территорию.",
		"There must be {limit} voters at least. Check the number or widen the area.",
	),
	"voters_too_many": Message(
		"Saylovchilar {limit} nafardan oshmasligi kerak. Sonni tekshiring yoki hududni bo'ling.",
		"Избирателей должно быть не более {limit}. Проверьте число или разделите территорию.",
		"There may be {limit} voters at most. Check the number or divide the area.",
	),
	"group_too_large": Message(
		"{number} ta qator kiritilgan, {limit} tadan oshmasligi kerak. Ortiqchasini olib tashlang.",
		"Введено строк: {number}, допускается не более {limit}. Удалите лишние.",
		"There are {number} rows and may be {limit} at most. Remove the others.",
	),
	"value_repeated": Message(
		"Bu qiymat {row}-qatorda ham bor. Bittasini o'zgartiring.",
		"Это значение уже есть в строке {row}. Измените одно из них.",
		"This value stands in row {row} too. Change one of them.",
	),
}
