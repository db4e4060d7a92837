"""Texts about one-time codes by SMS, and what closes a filing."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"code_wrong": Message(
		"Kod noto'g'ri. SMSdagi oxirgi kodni kiriting.",
		"Код неверный. Введите последний код из SMS.",
		"The code is wrong. Type the latest code from the SMS.",
	),
	"code_expired": Message(
		"Bu kod endi ishlamaydi: muddati tugagan yoki ishlatilgan. Yangi kod so'rang.",
		"Этот код больше не действует: срок истёк или он использован. Запросите новый.",
		"This code no longer works: it has expired or was used. Ask for a new one.",
	),
	"code_tries": Message(
		"Kod ko'p marta noto'g'ri kiritildi. Yangi kod so'rang.",
		"Код слишком много раз введён неверно. Запросите новый.",
		"The code was typed wrongly too often. Ask for a new one.",
	),
	"code_locked": Message(
		"Noto'g'ri urinishlar ko'p bo'ldi. {minutes} daqiqadan keyin yangi kod so'rang.",
		"Слишком много неверных попыток. Запросите новый код через {minutes} мин.",
		"Too many wrong tries. Ask for a new code in {minutes} minutes.",
	),
	"code_other_text": Message(
		"Kod yuborilgandan keyin murojaat o'zgardi. Uni tekshirib, yangi kod so'rang.",
		"Обращение изменилось после отправки кода. Проверьте его и запросите новый код.",
		"The appeal changed after the code was sent. Check it and ask for a new code.",
	),
	"codes_too_many": Message(
		"Kod juda ko'p so'raldi. Bir soatdan keyin urinib ko'ring.",
		"Код запрошен слишком много раз. Попробуйте через час.",
		"A code was asked for too often. Try again in an hour.",
	),
	"phone_missing": Message(
		"Telefon raqami ro'yxatda yo'q. Uni kiritish uchun saylov komissiyasiga murojaat qiling.",
		"Номер телефона не внесён в реестр. Обратитесь в избирательную комиссию.",
		"No phone number is on record. Ask your election commission to enter it.",
	),
	"eds_needed": Message(
		"Bu murojaat SMS-kod bilan emas, ERI bilan imzolanadi.",
		"Это обращение подписывают ЭЦП, а не кодом из SMS.",
		"This appeal is signed with an EDS, not with an SMS code.",
	),
	"sms_code_needed": Message(
		"Kod kiritilmagan. Kod so'rab, SMSda kelgan 6 raqamni kiriting.",
		"Код не введён. Запросите код и введите 6 цифр из SMS.",
		"No code was typed. Ask for a code and type the 6 digits from the SMS.",
	),
	"login_refused": Message(
		"Kirib bo'lmadi. Qayta urinib ko'ring yoki boshqa usulda kiring.",
		"Войти не удалось. Попробуйте ещё раз или войдите другим способом.",
		"You could not be logged in. Try again or use another way.",
	),
	"login_no_right": Message(
		"Tizimda siz uchun vakolat topilmadi. Vakolatingizni saylov komissiyasi ro'yxatga olgach kiring.",
		"В системе нет ваших полномочий. Войдите после того, как их внесёт избирательная комиссия.",
		"The system knows of no authority of yours. Log in once the election commission has registered it.",
	),
	"login_challenge": Message(
		"Imzolash uchun berilgan vaqt tugadi yoki so'rov ishlatilgan. Sahifani yangilab, qayta imzolang.",
		"Время на подпись истекло или запрос уже использован. Обновите страницу и подпишите снова.",
		"The time to sign is over, or the request was used. Reload the page and sign again.",
	),
	"signature_method": Message(
		"Bu murojaatni SMS-kod bilan tasdiqlab bo'lmaydi. ERI bilan imzolang.",
		"Это обращение нельзя подтвердить кодом из SMS. Подпишите ЭЦП.",
		"This appeal cannot be confirmed by an SMS code. Sign it with an EDS.",
	),
}
