"""Texts about grounds of refusal and the texts of decisions."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"ground_does_not_fit": Message(
		"Bu asos bunday murojaatga to'g'ri kelmaydi. Ro'yxatdan boshqasini tanlang.",
		"Это основание не подходит для такого обращения. Выберите другое из списка.",
		"This ground does not fit such an appeal. Choose another one of the list.",
	),
	"ground_unexplained": Message(
		"Bu asosga izoh kerak. Nima noto'g'ri ekanini yozing.",
		"Это основание нужно пояснить. Напишите, что именно не так.",
		"This ground needs an explanation. Write what is wrong.",
	),
	"text_without_subject": Message(
		"Qaror matnida {names} ko'rsatilmagan. Matnga qo'shing yoki \"Andozadan tiklash\"ni bosing.",
		"В тексте решения не назван(а): {names}. Допишите или восстановите текст по шаблону.",
		"The text of the decision does not name {names}. Add it, or restore the text from its template.",
	),
	"text_too_long": Message(
		"Qaror matni {limit} belgidan oshmasin.",
		"Текст решения не длиннее {limit} знаков.",
		"The text of a decision has {limit} characters at most.",
	),
	"decision_text_missing": Message(
		"Bunday qaror uchun matn andozasi yo'q ({outcome}). Administrator uni \"Qaror matni\" ro'yxatiga qo'shsin.",
		"Для такого решения нет шаблона текста ({outcome}). Администратор добавит его в список «Текст решения».",
		"There is no template of the text of such a decision ({outcome}). An administrator adds one to Decision Text.",
	),
	"placeholder_unknown": Message(
		"{name} degan joy yo'q. Ro'yxatdagilardan foydalaning: {known}.",
		"Места {name} нет. Используйте места из списка: {known}.",
		"There is no place {name}. Use one of these: {known}.",
	),
	"placeholder_missing": Message(
		"Matnda {name} joyi bo'lishi kerak: usiz qaror nima haqida ekanini aytmaydi.",
		"В тексте должно быть место {name}: без него решение не скажет, о чём оно.",
		"The text needs the place {name}: without it the decision does not say what it is about.",
	),
	"scope_key_unknown": Message(
		"{key} tanlangan doirada yo'q. Yo'nalish, natija yoki murojaat turi kodini yozing.",
		"{key} нет в выбранной области. Укажите код пути, эффекта или вида обращения.",
		"{key} is unknown in this scope. Write the code of a route, an effect or an appeal type.",
	),
	"code_unknown_in_list": Message(
		"{key} degan kod yo'q. Kodlarni vergul bilan, aynan yozing.",
		"Кода {key} нет. Пишите коды точно, через запятую.",
		"There is no code {key}. Write the codes exactly, with commas.",
	),
}
