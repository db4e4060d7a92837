"""Texts about the rules of the law, the lifecycle of an appeal and the rows of a decision."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"window_not_open": Message(
		"Bu turdagi murojaatlar {starts_on} dan qabul qilinadi. O'sha kuni yuboring.",
		"Обращения этого вида принимаются с {starts_on}. Отправьте его в этот срок.",
		"Appeals of this type are taken from {starts_on}. Send it then.",
	),
	"window_closed": Message(
		"Bu turdagi murojaatlarni qabul qilish {ends_on} da tugagan.",
		"Приём обращений этого вида закончился {ends_on}.",
		"The time for appeals of this type ended on {ends_on}.",
	),
	"observer_notice_late": Message(
		"Kuzatuvchilar haqida saylovdan kamida {days} kun oldin xabar berilishi kerak; oxirgi kun {last_day} edi.",
		"О наблюдателях сообщают не позднее чем за {days} дней до выборов; последним днём было {last_day}.",
		"Observers are notified at least {days} days before the election; the last day was {last_day}.",
	),
	"person_repeated": Message(
		"Bu shaxs {row}-qatorda ham bor. Bittasini olib tashlang.",
		"Это лицо уже есть в строке {row}. Удалите одну из строк.",
		"This person stands in row {row} too. Remove one of them.",
	),
	"person_is_candidate": Message(
		"Bu shaxs shu saylovda nomzod, uni bu yerda ko'rsatib bo'lmaydi. Boshqa shaxsni kiriting.",
		"Это лицо уже кандидат на этих выборах, здесь его указать нельзя. Укажите другое лицо.",
		"This person is a candidate in this election already and cannot stand here. Enter another person.",
	),
	"person_is_commission_member": Message(
		"Bu shaxs saylov komissiyasi a'zosi, uni bu yerda ko'rsatib bo'lmaydi. Boshqa shaxsni kiriting.",
		"Это лицо — член избирательной комиссии, здесь его указать нельзя. Укажите другое лицо.",
		"This person is a member of an election commission and cannot stand here. Enter another person.",
	),
	"new_not_draft": Message(
		"Yangi murojaat faqat qoralama holatida yaratiladi, {state} holatida emas.",
		"Новое обращение создаётся только как черновик, а не в состоянии «{state}».",
		"A new appeal starts as a draft, not as {state}.",
	),
	"back_to_draft": Message(
		"Yuborilgan murojaat qoralamaga qaytarilmaydi.",
		"Поданное обращение не возвращается в черновики.",
		"A filed appeal does not go back to draft.",
	),
	"decided_without_decision": Message(
		"{state} holatiga faqat imzolangan qaror bilan o'tiladi. Avval qarorni imzolang.",
		"В состояние «{state}» переводит только подписанное решение. Сначала подпишите решение.",
		"The state {state} is entered only with a signed decision. Sign the decision first.",
	),
	"decision_does_not_fit": Message(
		"Qaror boshqa murojaatga tegishli yoki uning natijasi {state} holatiga mos emas.",
		"Решение относится к другому обращению или его итог не соответствует состоянию «{state}».",
		"The decision is about another appeal, or its outcome is not {state}.",
	),
	"decided_state_left": Message(
		"Qaror qabul qilingan murojaat ({state}) faqat qaror keyingi imzolangan qaror bilan bekor qilingach qayta ko'riladi.",
		"Решённое обращение ({state}) пересматривается только после отмены решения другим подписанным решением.",
		"A decided appeal ({state}) is reviewed again only after a later signed decision annulled the first.",
	),
	"decision_changed": Message(
		"Murojaat bo'yicha qaror almashtirilmaydi; xato qaror yangi qaror bilan bekor qilinadi.",
		"Решение по обращению не заменяется; ошибочное отменяют новым решением.",
		"The decision on an appeal is not exchanged; a wrong one is annulled by a new one.",
	),
	"draft_has_filing": Message(
		"Qoralamada raqam, imzo va qabul vaqti bo'lmaydi. Ular yuborishda beriladi.",
		"У черновика нет номера, подписи и времени приёма. Они появляются при подаче.",
		"A draft has no number, signature or time of receipt. They are given when it is filed.",
	),
	"filing_incomplete": Message(
		"Yuborilgan murojaatda imzolangan matn, imzo, raqam va qabul vaqti bo'lishi shart. Murojaatni imzolab yuboring.",
		"У поданного обращения должны быть подписанный текст, подпись, номер и время приёма. Подайте его с подписью.",
		"A filed appeal needs the signed text, signature, number and time of receipt. File it with a signature.",
	),
	"filing_hash": Message(
		"Imzolangan matn uning xesh qiymatiga mos emas.",
		"Подписанный текст не соответствует своему хешу.",
		"The signed text does not fit its hash.",
	),
	"filing_changed": Message(
		"Imzolangan murojaat o'zgartirilmaydi. Tuzatish kerak bo'lsa, komissiya uni qaytaradi.",
		"Подписанное обращение не изменяется. Если нужна правка, комиссия вернёт его.",
		"A signed appeal does not change. If it must be mended, the commission returns it.",
	),
	"number_changed": Message(
		"Murojaat raqami ({number}) bir marta beriladi va o'zgarmaydi.",
		"Номер обращения ({number}) даётся один раз и не меняется.",
		"The number of an appeal ({number}) is given once and does not change.",
	),
	"state_unknown": Message("Bunday holat yo'q.", "Такого состояния нет.", "There is no such state."),
	"row_undecided": Message(
		"Bu qator bo'yicha qaror tanlanmagan. Qanoatlantiring yoki rad eting.",
		"По этой строке нет решения. Удовлетворите или откажите.",
		"This row is undecided. Grant it or refuse it.",
	),
	"row_unknown": Message(
		"Murojaatda bunday qator yo'q.",
		"В обращении нет такой строки.",
		"The appeal has no such row.",
	),
	"row_decided_twice": Message(
		"Bu qator bo'yicha qaror ikki marta berilgan. Bittasini qoldiring.",
		"По этой строке решено дважды. Оставьте одно решение.",
		"This row is decided twice. Keep one.",
	),
	"row_outcome": Message(
		"Qator faqat qanoatlantiriladi yoki rad etiladi.",
		"Строку можно только удовлетворить или отклонить.",
		"A row is either granted or refused.",
	),
	"refusal_without_reason": Message(
		"Rad etish asosini tanlang.", "Выберите основание отказа.", "Choose the ground of the refusal."
	),
	"body_needed": Message(
		"Qaysi tashkilot nomidan murojaat qilayotganingizni tanlang.",
		"Выберите, от имени какой организации вы обращаетесь.",
		"Choose the body in whose name you apply.",
	),
	"body_kind_unknown": Message(
		"Bunday turdagi tashkilot murojaat qila olmaydi.",
		"Организация такого вида не может обращаться.",
		"A body of this kind cannot apply.",
	),
	"recipient_missing": Message(
		"Murojaatni qabul qiladigan komissiya topilmadi. Hududni tekshiring.",
		"Не найдена комиссия, которая примет обращение. Проверьте территорию.",
		"No commission was found to take the appeal. Check the territory.",
	),
	"recipient_too_wide": Message(
		"Bu hududda bunday komissiyalar bir nechta. Aniqroq joyni (tuman, shahar, okrug) ko'rsating.",
		"На этой территории таких комиссий несколько. Укажите место точнее (район, город, округ).",
		"There are several such commissions in this territory. Name a smaller place (district, city, constituency).",
	),
	"recipient_above_missing": Message(
		"Ko'rsatilgan komissiyadan yuqori turuvchi bunday komissiya yo'q. Murojaatning boshqa turini tanlang.",
		"Над указанной комиссией нет вышестоящей комиссии этого уровня. Выберите другой вид обращения.",
		"No commission of this level stands above the one that is named. Choose another type of appeal.",
	),
	"recipient_elsewhere": Message(
		"Ko'rsatilgan yozuv boshqa darajadagi komissiyaga tegishli. Murojaatning boshqa turini tanlang.",
		"Указанная запись относится к комиссии другого уровня. Выберите другой вид обращения.",
		"What is named belongs to a commission of another level. Choose another type of appeal.",
	),
	"recipient_unnamed": Message(
		"Murojaat yuboriladigan komissiya ko'rsatilmagan.",
		"Не указана комиссия, которой направляется обращение.",
		"The commission that the appeal goes to is not named.",
	),
	"membership_overlap": Message(
		"Bu shaxsning shu muddatdagi boshqa a'zoligi bor. Muddatlarni tekshiring.",
		"У этого лица уже есть членство на эти даты. Проверьте сроки.",
		"This person has another membership on these dates. Check the dates.",
	),
	"officer_elsewhere": Message(
		"Bu lavozim shu muddatda boshqa shaxsga berilgan. Avval uni tugating.",
		"Эта должность на эти даты занята другим лицом. Сначала завершите его полномочия.",
		"Somebody else holds this position on these dates. End that membership first.",
	),
	"not_an_authority": Message(
		"Bu sertifikat imzo markazining sertifikati emas.",
		"Это не сертификат удостоверяющего центра.",
		"This is not the certificate of a certification authority.",
	),
	"sms_placeholder_unknown": Message(
		"Shablonda noma'lum o'rin bor: {name}.",
		"В шаблоне неизвестное место: {name}.",
		"The template has an unknown place: {name}.",
	),
	"sms_too_long": Message(
		"Matn eng uzun qiymatlar bilan {parts} qism bo'ladi, {most} qismdan oshmasligi kerak. Uni qisqartiring.",
		"С самыми длинными значениями текст занимает частей: {parts}, а можно {most}. Сократите его.",
		"With the longest values the text takes {parts} parts and may take {most}. Shorten it.",
	),
	"sms_several_urgent": Message(
		"Shoshilinch xabarlar birlashtirilmaydi: matnini o'chiring yoki shoshilinchligini o'zgartiring.",
		"Срочные сообщения не объединяются: уберите этот текст или измените срочность.",
		"Urgent messages are never merged: remove the text of several or change the urgency.",
	),
	"sms_several_lacks": Message(
		"Bir nechta xabar matnida {name} o'rni bo'lishi kerak: u nechtaligini yoki qayerda o'qishni aytadi.",
		"В тексте нескольких сообщений нужно место {name}: оно говорит, сколько их или где их прочесть.",
		"A text of several needs the place {name}: it says how many there are or where they are read.",
	),
	"sms_audience_unknown": Message(
		"Bunday qabul qiluvchilar yo'q: {name}. Ro'yxatdan tanlang.",
		"Таких получателей нет: {name}. Выберите из списка.",
		"There are no such receivers: {name}. Choose from the list.",
	),
	"sms_values_invalid": Message(
		"Qiymatlar JSON obyekti bo'lishi kerak: o'rin nomi va uning matni.",
		"Значения должны быть объектом JSON: имя места и его текст.",
		"The values must be a JSON object: the name of a place and its text.",
	),
	"sms_not_again": Message(
		"Bu xabarni qayta yuborib bo'lmaydi: holati {status}. Faqat yuborilmagan xabarlar qayta yuboriladi.",
		"Это сообщение нельзя отправить снова: состояние {status}. Снова отправляются только неотправленные.",
		"This message cannot be sent again: it is {status}. Only what was not sent is sent again.",
	),
	"sms_not_stopped": Message(
		"Bu xabarni to'xtatib bo'lmaydi: holati {status}. U allaqachon shlyuzga topshirilgan.",
		"Это сообщение нельзя остановить: состояние {status}. Оно уже передано шлюзу.",
		"This message cannot be stopped: it is {status}. A gateway has it already.",
	),
	"sms_value_missing": Message(
		"Xabar matni uchun qiymat yo'q: {name}.",
		"Для текста сообщения нет значения: {name}.",
		"The text of the message lacks a value: {name}.",
	),
	"sms_value_too_long": Message(
		"Xabar matnidagi qiymat juda uzun: {name}.",
		"Слишком длинное значение в тексте сообщения: {name}.",
		"A value of the message is too long: {name}.",
	),
}
