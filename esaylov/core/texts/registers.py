"""Texts about what the effect of a decision may write into the registers."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"entry_exists": Message(
		"Bu shaxs yoki o'rin bo'yicha amaldagi yozuv reyestrda bor. Avval uni tugatish to'g'risida qaror qabul qiling.",
		"В реестре уже есть действующая запись об этом лице или месте. Сначала примите решение о её прекращении.",
		"The register already has an entry in force for this person or seat. Decide on its end first.",
	),
	"entry_ended": Message(
		"Bu yozuv amalda emas (holati: {status}). Amaldagi yozuvni tanlang yoki rad eting.",
		"Эта запись не действует (состояние: «{status}»). Выберите действующую запись или откажите.",
		"This entry is not in force (state: {status}). Choose one in force, or refuse.",
	),
	"entry_elsewhere": Message(
		"Bu yozuvni boshqa komissiya kiritgan. Murojaatni o'sha komissiyaga yuboring.",
		"Эту запись внесла другая комиссия. Обращение нужно подать в неё.",
		"Another commission wrote this entry. The appeal belongs there.",
	),
	"effect_incomplete": Message(
		"Qarorni reyestrga yozish uchun '{answer}' javobi yetishmaydi. Murojaat turini administrator tuzatishi kerak.",
		"Для записи решения в реестр не хватает ответа «{answer}». Вид обращения должен исправить администратор.",
		"The decision cannot be entered: the answer '{answer}' is missing. The administrator must mend the appeal type.",
	),
	"vote_needed": Message(
		"Yangi shaxs ko'rsatilgan, shuning uchun komissiya ovoz beradi: murojaat ko'rib chiqishga olinadi.",
		"Указано новое лицо, поэтому голосует комиссия: обращение принимается на рассмотрение.",
		"A new person is named, so the commission votes: the appeal is taken for review.",
	),
}
