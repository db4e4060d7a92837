"""Texts about the pages of the portal and the messages that readers send from them."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"not_a_draft": Message(
		"Bu matn tekshirilgan yoki e'lon qilingan. Uni o'zgartirish uchun avval «Change» amali bilan qoralamaga qaytaring: "
		"portalda e'lon qilingan matn o'zgarmay turadi.",
		"Этот текст проверен или опубликован. Чтобы изменить его, сначала верните его в черновик действием «Change»: "
		"опубликованный текст на портале остаётся прежним.",
		"This text is checked or published. To change it, first make it a draft by the step “Change”: what is published "
		"stays on the portal meanwhile.",
	),
	"feedback_missing": Message("Xabar matnini yozing.", "Напишите текст сообщения.", "Write your message."),
	"feedback_contact": Message(
		"Telefon raqami yoki e-mail noto'g'ri. Masalan, +998901234567 yoki ism@example.uz; javob kerak bo'lmasa, bo'sh qoldiring.",
		"Неверный номер телефона или e-mail. Например, +998901234567 или imya@example.uz; если ответ не нужен, оставьте пустым.",
		"The phone number or e-mail is wrong. For example +998901234567 or name@example.uz; leave it empty if you need no answer.",
	),
	"feedback_unanswered": Message(
		"Avval javob matnini yozing va saqlang.",
		"Сначала напишите и сохраните ответ.",
		"Write the answer and save it first.",
	),
	"feedback_kept": Message(
		"Portaldan kelgan xabar va yuborilgan javob o'zgartirilmaydi.",
		"Сообщение с портала и отправленный ответ не изменяются.",
		"A message from the portal and an answer that was sent are not changed.",
	),
	"mail_missing": Message(
		"Javobni e-mail orqali yuborib bo'lmadi: chiquvchi pochta sozlanmagan. Administrator Email Account kiritishi kerak.",
		"Ответ нельзя отправить по e-mail: исходящая почта не настроена. Администратор должен внести Email Account.",
		"The answer cannot go by e-mail: no outgoing mail is set up. The administrator must enter an Email Account.",
	),
	"feedback_mail_subject": Message(
		"E-saylov: {number}-xabaringizga javob.",
		"E-saylov: ответ на сообщение {number}.",
		"E-saylov: answer to your message {number}.",
	),
	"feedback_mail_foot": Message(
		"Siz portalda yozgan {number}-xabarga javob. Bu xatga javob yozmang.",
		"Это ответ на сообщение {number}, которое вы оставили на портале. Не отвечайте на это письмо.",
		"This answers message {number}, which you left on the portal. Please do not reply to this letter.",
	),
}
