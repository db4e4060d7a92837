"""Texts about what the effect of a decision may write into the registers."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"entry_exists": Message(
		"Bu shaxs yoki o'rin bo'yicha amaldagi yozuv reyestrda bor. Avval uni tugatish to'g'risida qaror qabul qiling.",
		"В реестре уже есть действующая запись об этом лице или месте. Сначала примите решение о её прекращении.",
		"The register already has an entry in force for this person or seat. Decide on its end first.",
	),
	"entry_claimed": Message(
		"Shu shaxs yoki o'rinni {number}-son murojaat ham so'ragan. Bittasini rad eting.",
		"На то же лицо или место претендует обращение №{number}. Откажите по одному из них.",
		"Appeal {number} claims the same person or seat. Refuse one of them.",
	),
	"decisions_contested": Message(
		"Bu murojaatlar bo'yicha qarorlar kuchga kira olmaydi: {numbers}. Majlis xonasida ularni ko'rib chiqishga qaytaring, qolganlarini imzolang.",
		"Решения по этим обращениям не могут вступить в силу: {numbers}. Верните их на рассмотрение в комнате заседания и подпишите остальные.",
		"The decisions on these appeals cannot take effect: {numbers}. Give them back to review in the room of the session, and sign the others.",
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
	"unknown_matter": Message(
		"Bunday murojaatsiz qaror mavzusi yo'q. Ro'yxatdagi kodlardan birini yozing.",
		"Такого вопроса без обращения нет. Укажите один из известных кодов.",
		"There is no such matter of a decision without an appeal. Enter one of the known codes.",
	),
	"annulment_built_on": Message(
		"Bu qarorga keyingi qaror tayanadi: {day} kundagi {number}-son. Avval o'sha qarorni bekor qiling.",
		"На этом решении стоит более позднее: №{number} от {day}. Сначала отмените его.",
		"A later decision stands on this one: No {number} of {day}. Annul that one first.",
	),
	"annulment_final": Message(
		"Bekor qilish to'g'risidagi qarorning o'zi bekor qilinmaydi. Masala bo'yicha yangi qaror qabul qiling.",
		"Решение об отмене само не отменяется. Примите по вопросу новое решение.",
		"An annulment is not annulled itself. Decide the matter anew.",
	),
	"annulment_by_vote": Message(
		"Bu qaror ovoz berish bilan qabul qilingan, uni ham ovoz berish bekor qiladi. Masalani majlis kun tartibiga kiriting.",
		"Это решение принято голосованием и отменяется голосованием. Внесите вопрос в повестку заседания.",
		"This decision was voted on and is annulled by a vote. Put the matter on the agenda of a session.",
	),
	"matter_by_vote": Message(
		"Bu masala bo'yicha komissiya ovoz beradi. Uni majlis kun tartibiga kiriting.",
		"По этому вопросу голосует комиссия. Внесите его в повестку заседания.",
		"The commission votes on this matter. Put it on the agenda of a session.",
	),
	"announced_before": Message(
		"Saylov yakunlari {day} kuni e'lon qilingan. Avval o'sha qarorni bekor qiling.",
		"Итоги выборов уже объявлены {day}. Сначала отмените то решение.",
		"The results were announced on {day}. Annul that decision first.",
	),
	"list_partly_signed": Message(
		"Ro'yxatdagi ba'zi qarorlar allaqachon imzolangan. Ro'yxatni yangilab, faqat imzolanmaganlarini tanlang.",
		"Часть решений списка уже подписана. Обновите список и выберите только неподписанные.",
		"Some decisions of the list are signed already. Reload it and choose the unsigned ones only.",
	),
	"not_voted": Message(
		"Bu qaror ovoz berish bilan qabul qilinmagan, ikki imzo bilan imzolanmaydi.",
		"Это решение принято не голосованием и не подписывается двумя подписями.",
		"This decision does not come from a vote and does not take two signatures.",
	),
	"vote_needed": Message(
		"Yangi shaxs ko'rsatilgan, shuning uchun komissiya ovoz beradi: murojaat ko'rib chiqishga olinadi.",
		"Указано новое лицо, поэтому голосует комиссия: обращение принимается на рассмотрение.",
		"A new person is named, so the commission votes: the appeal is taken for review.",
	),
}
