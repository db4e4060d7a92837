"""Texts about what happens to an appeal after its filing: correction, conclusions, drafts in two windows."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"returned_without_round": Message(
		"Murojaat faqat tuzatish uchun muddat berilganda qaytariladi. «Tuzatishga qaytarish» amalidan foydalaning.",
		"Обращение возвращается только со сроком на исправление. Используйте действие «Вернуть на доработку».",
		"An appeal is returned only with time to correct it. Use the step “Return for correction”.",
	),
	"correction_of_another": Message(
		"Bu tuzatish boshqa murojaatga tegishli.",
		"Это исправление относится к другому обращению.",
		"This correction belongs to another appeal.",
	),
	"remarks_missing": Message(
		"Qaytarishdan oldin kamida bitta maydonga izoh yozing.",
		"Перед возвратом напишите замечание хотя бы к одному полю.",
		"Write a remark on at least one field before you return the appeal.",
	),
	"correction_changed": Message(
		"Murojaatning tuzatish yozuvi almashtirilmaydi.",
		"Запись об исправлении обращения не меняется.",
		"The correction that an appeal names is not exchanged.",
	),
	"returned_state_left": Message(
		"Qaytarilgan murojaat tuzatib yuborilganda yoki tuzatish muddati tugaganda ko'rib chiqishga o'tadi.",
		"Возвращённое обращение снова рассматривается после исправления или по истечении срока на него.",
		"A returned appeal goes on when it was corrected and sent, or when the time to correct it is over.",
	),
	"due_on_changed": Message(
		"Ko'rib chiqish muddati qo'lda o'zgartirilmaydi.",
		"Срок рассмотрения вручную не меняется.",
		"The time limit is not changed by hand.",
	),
	"correction_elsewhere": Message(
		"Tuzatilgan murojaat boshqa komissiyaga tegishli bo'lib qoldi. Bu maydonni avvalgidek qoldiring yoki murojaatni qaytarib olib, yangisini yuboring.",
		"С такими ответами обращение относится к другой комиссии. Оставьте это поле прежним или отзовите обращение и подайте новое.",
		"With these answers the appeal belongs to another commission. Leave this field as it was, or withdraw the appeal and file a new one.",
	),
	"correction_late": Message(
		"Tuzatish muddati {day} da tugagan. Komissiya murojaatni birinchi yuborilgan holida ko'rib chiqadi.",
		"Срок исправления истёк {day}. Комиссия рассмотрит обращение в том виде, в котором оно подано.",
		"The time to correct ended on {day}. The commission will decide on the appeal as it was filed.",
	),
	"correction_not_over": Message(
		"Ariza beruvchida tuzatish uchun {day} gacha vaqt bor. Undan keyin qaytadan urinib ko'ring.",
		"У заявителя есть время на исправление до {day}. Повторите после этого дня.",
		"The applicant has until {day} to correct it. Try again after that day.",
	),
	"delegation_past": Message(
		"Vakolat bugundan oldin boshlanmaydi. Bugungi yoki keyingi kunni kiriting.",
		"Полномочия не могут начаться раньше сегодняшнего дня. Укажите сегодняшний день или позже.",
		"The authority cannot begin before today. Enter today or a later day.",
	),
	"delegation_twice": Message(
		"Bu shaxs tashkilot nomidan allaqachon ish ko'radi. Avval uning vakolatini tugating.",
		"Этот человек уже действует от имени организации. Сначала прекратите его полномочия.",
		"This person acts for the body already. End that authority first.",
	),
	"delegation_name": Message(
		"JShShIR va ism mos emas. Ikkalasini pasport bo'yicha tekshiring.",
		"ПИНФЛ и имя не совпадают. Проверьте оба по паспорту.",
		"The PINFL and the name do not match. Check both against the passport.",
	),
	"delegation_last_head": Message(
		"Bu tashkilotning yagona rahbari, uning vakolatini tugatib bo'lmaydi. Yangi rahbar avval OneID orqali kirsin.",
		"Это единственный руководитель организации, его полномочия прекратить нельзя. Пусть новый сначала войдёт через OneID.",
		"This is the only head of the body and cannot be ended. Let the new head log in through OneID first.",
	),
	"delegation_ended": Message(
		"Bu vakolat allaqachon tugagan. Sahifani yangilang.",
		"Эти полномочия уже прекращены. Обновите страницу.",
		"This authority has ended already. Reload the page.",
	),
	"correction_times_used": Message(
		"Murojaat {times} marta qaytarilgan, yana qaytarib bo'lmaydi. U bo'yicha qaror qabul qiling.",
		"Обращение уже возвращалось ({times}), больше нельзя. Примите по нему решение.",
		"The appeal was returned {times} time(s) already, which is as often as it may be. Decide on it.",
	),
	"correction_closed": Message(
		"Yuborilgan tuzatish o'zgartirilmaydi.",
		"Поданное исправление не меняется.",
		"A correction that was filed does not change.",
	),
	"remark_field": Message(
		"Murojaatda bunday maydon yo'q. Izohni shakldagi maydonga yozing.",
		"В обращении нет такого поля. Напишите замечание к полю формы.",
		"The appeal has no such field. Put the remark on a field of the form.",
	),
	"conclusion_missing": Message(
		"Xulosa matnini yozing.",
		"Напишите текст заключения.",
		"Write the text of the conclusion.",
	),
	"not_an_officer_here": Message(
		"Bu shaxs ushbu komissiyada ishlamaydi. Komissiya xodimini tanlang.",
		"Этот человек не работает в данной комиссии. Выберите её сотрудника.",
		"This person holds no position in the commission. Choose one of its officers.",
	),
	"draft_changed": Message(
		"Qoralama boshqa oynada o'zgartirilgan, undagi javoblar saqlangan. Sahifani yangilang va o'zgartirishlaringizni qayta kiriting.",
		"Черновик изменён в другом окне, и те ответы сохранены. Обновите страницу и внесите свои изменения снова.",
		"The draft was changed in another window, and those answers are kept. Reload the page and enter your changes again.",
	),
}
