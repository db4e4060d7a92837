"""Texts for the person who builds an appeal type: what does not hold together."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"type_translation": Message(
		"Nomi yozilmagan: {language}. Har bir tilda nom bering.",
		"Нет названия на языке {language}. Дайте название на каждом языке.",
		"The title is missing in {language}. Give a title in each language.",
	),
	"type_file_open": Message(
		"{field} faylining turlari yoki eng katta hajmi ko'rsatilmagan.",
		"Для файла {field} не указаны виды или наибольший размер.",
		"The file {field} names no kinds or no largest size.",
	),
	"type_rule_twice": Message(
		"{rule} qoidasi bir xil parametrlar bilan ikki marta qo'yilgan.",
		"Правило {rule} указано дважды с теми же параметрами.",
		"The rule {rule} stands twice with the same parameters.",
	),
	"type_article": Message(
		"{rule} qoidasi uchun qonun moddasi ko'rsatilmagan.",
		"Для правила {rule} не указана статья закона.",
		"The rule {rule} names no article of the law.",
	),
	"type_statute": Message(
		"Qonundagi bunday son kiritilmagan: {key}. Uni qonun sonlari ro'yxatiga kiriting yoki boshqasini tanlang.",
		"Такого числа из закона нет: {key}. Внесите его в Statute или выберите другое.",
		"There is no such number of the law: {key}. Enter it as a Statute or choose another.",
	),
	"type_stage": Message(
		"Saylov kalendarida {key} bosqichi yo'q. Ro'yxatdan tanlang.",
		"В календаре выборов нет этапа {key}. Выберите из списка.",
		"No election calendar has the stage {key}. Choose from the list.",
	),
	"type_nobody": Message(
		"Kim murojaat qila olishi ko'rsatilmagan. Kamida bitta ariza beruvchi turini tanlang.",
		"Не указано, кто может подать обращение. Выберите хотя бы один вид заявителя.",
		"Nobody may file this type. Choose at least one kind of applicant.",
	),
	"type_recipient_unreached": Message(
		"{kind} hududida {level} darajasidagi komissiyalar bir nechta. Komissiyani aniqlaydigan maydonni tanlang.",
		"На территории {kind} несколько комиссий уровня {level}. Выберите поле, которое указывает комиссию.",
		"A {kind} has several commissions of the level {level} in its territory. Choose the field that names one.",
	),
	"type_recipient_issuer": Message(
		"Hujjatni bergan komissiya qaysi maydondan aniqlanishini ko'rsating.",
		"Укажите поле, по которому находится комиссия, выдавшая документ.",
		"Name the field that leads to the commission which issued the document.",
	),
	"type_recipient_unknown": Message(
		"Komissiya {field} maydonidan aniqlanadi, ammo shaklning yuqori darajasida bunday maydon yo'q.",
		"Комиссия определяется по полю {field}, но на верхнем уровне формы его нет.",
		"The commission follows from the field {field}, which the top level of the form does not have.",
	),
	"type_recipient_kind": Message(
		"{field} maydoni komissiyaga olib bormaydi. Hudud, okrug, uchastka yoki reyestrga havola maydonini tanlang.",
		"Поле {field} не приводит к комиссии. Выберите ссылку на территорию, округ, участок или реестр.",
		"The field {field} leads to no commission. Choose a link to a territory, constituency, station or register.",
	),
	"type_recipient_optional": Message(
		"{field} maydoni komissiyani aniqlaydi, ammo majburiy emas.",
		"Поле {field} определяет комиссию, но не обязательно.",
		"The field {field} decides the commission, yet it is not required.",
	),
	"type_legal_basis": Message(
		"Huquqiy asos ko'rsatilmagan.", "Не указано правовое основание.", "The legal basis is not given."
	),
	"type_window_unruled": Message(
		"Muddat oralig'i bor, ammo uni tekshiradigan qoida qo'yilmagan.",
		"Срок подачи указан, но правила inside_window нет.",
		"There is a calendar window, yet the rule inside_window is not used.",
	),
	"type_route_endless": Message(
		"{route} yo'nalishida murojaat qarorga yetib bormaydi. Ish jarayoni qatorlarini tekshiring.",
		"По маршруту {route} обращение не доходит до решения. Проверьте строки Workflow.",
		"On the route {route} an appeal never comes to a decision. Look at the rows of the Workflow.",
	),
	"type_route_state": Message(
		"{route} yo'nalishida {state} holatiga yetib bo'lmaydi. Ish jarayoni qatorlarini tekshiring.",
		"По маршруту {route} состояние {state} недостижимо. Проверьте строки Workflow.",
		"On the route {route} the state {state} cannot be reached. Look at the rows of the Workflow.",
	),
	"type_no_effect": Message(
		"Natija tanlanmagan: qanoatlantirilgan murojaat hech narsa yozmaydi.",
		"Действие не выбрано: удовлетворённое обращение ничего не запишет.",
		"No effect is chosen: a granted appeal will write nothing.",
	),
	"type_effect_unknown": Message(
		"{effect} degan natija yo'q. Ro'yxatdan tanlang.",
		"Действия {effect} нет. Выберите из списка.",
		"There is no effect {effect}. Choose from the list.",
	),
	"type_mapping_key": Message(
		"{effect} natijasi {key} kalitini bilmaydi. Uni olib tashlang.",
		"Действие {effect} не знает ключа {key}. Уберите его.",
		"The effect {effect} does not know the key {key}. Remove it.",
	),
	"type_mapping_field": Message(
		"{key} uchun ko'rsatilgan {field} maydoni shaklda yo'q.",
		"Для {key} указано поле {field}, которого нет в форме.",
		"{key} is mapped to the field {field}, which the form does not have.",
	),
	"type_mapping_missing": Message(
		"{effect} natijasiga {key} kerak. Uni to'ldiradigan maydonni tanlang.",
		"Действию {effect} нужен {key}. Выберите поле, которое его заполнит.",
		"The effect {effect} needs {key}. Choose the field that fills it.",
	),
	"type_mapping_rows": Message(
		"{field} qatorlar guruhi emas. Guruhni tanlang.",
		"{field} – не группа строк. Выберите группу.",
		"{field} is no group of rows. Choose a group.",
	),
	"type_certificate_unknown": Message(
		"{kind} degan hujjat turi yo'q.",
		"Вида документа {kind} нет.",
		"There is no certificate kind {kind}.",
	),
	"type_certificate_misfit": Message(
		"{kind} hujjati {effect} natijasiga mos emas: u boshqa reyestr yozuviga beriladi.",
		"Документ {kind} не подходит к действию {effect}: он выдаётся по записи другого реестра.",
		"The certificate {kind} does not fit the effect {effect}: it belongs to rows of another register.",
	),
	"type_event_twice": Message(
		"{event} hodisasi uchun ikkita xabar bor. Bittasini qoldiring.",
		"Для события {event} два сообщения. Оставьте одно.",
		"The event {event} has two messages. Keep one.",
	),
	"type_event_unreachable": Message(
		"Bu yo'nalishda {event} hodisasi bo'lmaydi, xabar yuborilmaydi.",
		"По этому маршруту события {event} не бывает, сообщение не уйдёт.",
		"This route never comes to the event {event}; its message is never sent.",
	),
	"type_event_silent": Message(
		"{event} hodisasi uchun xabar tanlanmagan.",
		"Для события {event} сообщение не выбрано.",
		"No message is chosen for the event {event}.",
	),
	"type_template_missing": Message(
		"{template} SMS andozasi yo'q. Ro'yxatdan tanlang.",
		"Шаблона SMS {template} нет. Выберите из списка.",
		"There is no SMS template {template}. Choose from the list.",
	),
	"type_template_off": Message(
		"{template} SMS andozasi o'chirilgan, xabar yuborilmaydi.",
		"Шаблон SMS {template} выключен, сообщение не уйдёт.",
		"The SMS template {template} is switched off; nothing is sent.",
	),
	"type_placeholder": Message(
		"{template} SMS andozasida noma'lum o'rin bor: {name}. Andozani tuzating.",
		"В шаблоне SMS {template} неизвестное место: {name}. Исправьте шаблон.",
		"The SMS template {template} has an unknown placeholder: {name}. Mend the template.",
	),
	"type_file_unreadable": Message(
		"Fayl murojaat turi emas. Shu tizimdan eksport qilingan JSON faylini tanlang.",
		"Файл не содержит вида обращения. Выберите файл JSON, выгруженный из этой системы.",
		"The file holds no appeal type. Choose a JSON file that was exported from this system.",
	),
	"type_key_unknown": Message(
		"Murojaat turida bunday kalit yo'q: {key}.",
		"У вида обращения нет такого ключа: {key}.",
		"An appeal type has no such key: {key}.",
	),
	"type_value": Message(
		"{key} qiymati mos emas: {value}.",
		"Значение {key} не подходит: {value}.",
		"The value of {key} does not fit: {value}.",
	),
	"type_code": Message(
		"Kod lotin harfi bilan boshlanib, faqat harf, raqam va pastki chiziqdan iborat bo'lsin (ko'pi bilan 20 belgi).",
		"Код начинается с латинской буквы и состоит из букв, цифр и подчёркивания (не более 20 знаков).",
		"A code starts with a Latin letter and has letters, digits and underscores only (20 at most).",
	),
	"type_withdrawn": Message(
		"Bu turdagi murojaatlar endi qabul qilinmaydi. Qoralamani yuborib bo'lmaydi.",
		"Обращения этого вида больше не принимаются. Черновик подать нельзя.",
		"Appeals of this type are no longer taken. The draft cannot be filed.",
	),
	"definition_translation": Message(
		"{name} maydonining matni {lang} tilida yo'q. Tarjimasini kiriting.",
		"У поля {name} нет текста на языке: {lang}. Добавьте перевод.",
		"The field {name} lacks a text in {lang}. Add the translation.",
	),
	"definition_unfilled": Message(
		"{name} maydoni shart, lekin uni hech kim to'ldira olmaydi. Manbani ko'rsating yoki yozishga ruxsat bering.",
		"Поле {name} обязательно, но его никто не может заполнить. Укажите источник или разрешите ввод.",
		"The field {name} is required, but nothing fills it and nobody may type it. Name a source or let it be typed.",
	),
	"definition_rule_field": Message(
		"{rule} qoidasining {parameter} parametri shaklda yo'q maydonni ko'rsatadi: {name}. Maydonni qo'shing yoki parametrni o'zgartiring.",
		"Параметр {parameter} правила {rule} называет поле, которого нет в форме: {name}. Добавьте поле или измените параметр.",
		"The parameter {parameter} of the rule {rule} names a field that the form does not have: {name}. Add it or change the parameter.",
	),
}
