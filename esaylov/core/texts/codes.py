"""Texts about one-time codes by SMS, and what closes a filing."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"code_wrong": Message(
		"Kod noto'g'ri. SMSdagi kodni to'liq kiriting.",
		"Код неверный. Введите код из SMS полностью.",
		"The code is wrong. Type the whole code from the SMS.",
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
	"code_other_text": Message(
		"Kod yuborilgandan keyin murojaat o'zgardi. Uni tekshirib, yangi kod so'rang.",
		"Обращение изменилось после отправки кода. Проверьте его и запросите новый код.",
		"The appeal changed after the code was sent. Check it and ask for a new code.",
	),
	"codes_too_many": Message(
		"Kod juda ko'p so'raldi. Telefoningizga kelgan kodni kiriting yoki birozdan keyin yangisini so'rang.",
		"Код запрошен слишком много раз. Введите код, который уже пришёл на телефон, или запросите новый чуть позже.",
		"A code was asked for too often. Type one that is on your phone already, or ask for a new one a little later.",
	),
	"phone_missing": Message(
		"Telefon raqami ro'yxatda yo'q. Uni kiritish uchun saylov komissiyasiga murojaat qiling.",
		"Номер телефона не внесён в реестр. Обратитесь в избирательную комиссию.",
		"No phone number is on record. Ask your election commission to enter it.",
	),
	"phone_same": Message(
		"Bu raqam allaqachon sizniki. Boshqa raqam kiriting.",
		"Этот номер уже ваш. Введите другой.",
		"This number is yours already. Type another one.",
	),
	"phone_taken": Message(
		"Bu raqam bilan boshqa nomzod yoki ishonchli vakil kiradi. O'zingizniki bo'lgan boshqa raqamni kiriting.",
		"По этому номеру входит другой кандидат или доверенное лицо. Введите другой, ваш собственный номер.",
		"Another candidate or proxy logs in with this number. Type another one, of your own.",
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
		"Tizimda siz uchun vakolat topilmadi. Saylov komissiyasi uni ro'yxatga olgach yoki tashkilotingiz rahbari sizni vakil etib tayinlagach kiring.",
		"В системе нет ваших полномочий. Войдите после того, как их внесёт избирательная комиссия или вас назначит представителем руководитель организации.",
		"The system knows of no authority of yours. Log in once the election commission has registered it, or the head of your body has named you.",
	),
	"login_challenge": Message(
		"Imzolash uchun berilgan vaqt tugadi yoki so'rov ishlatilgan. Sahifani yangilab, qayta imzolang.",
		"Время на подпись истекло или запрос уже использован. Обновите страницу и подпишите снова.",
		"The time to sign is over, or the request was used. Reload the page and sign again.",
	),
	"oneid_off": Message(
		"OneID orqali kirish hozir ishlamaydi. ERI bilan kiring.",
		"Вход через OneID сейчас не работает. Войдите с ЭЦП.",
		"Logging in through OneID does not work now. Log in with an EDS.",
	),
	"oneid_state": Message(
		"OneID orqali kirish uzilib qoldi yoki eskirdi. Qaytadan boshlang.",
		"Вход через OneID прервался или устарел. Начните заново.",
		"The login through OneID was interrupted or took too long. Begin again.",
	),
	"oneid_cancelled": Message(
		"OneID orqali kirish bekor qilindi. Qayta urinib ko'ring yoki boshqa usulda kiring.",
		"Вход через OneID отменён. Попробуйте ещё раз или войдите другим способом.",
		"The login through OneID was cancelled. Try again or use another way.",
	),
	"oneid_code": Message(
		"OneID bergan kod ishlatilgan yoki eskirgan. Qaytadan boshlang.",
		"Код OneID уже использован или устарел. Начните заново.",
		"The code from OneID was used or has expired. Begin again.",
	),
	"oneid_refused": Message(
		"OneID kirishni rad etdi. Qayta urinib ko'ring yoki ERI bilan kiring.",
		"OneID отказал во входе. Попробуйте ещё раз или войдите с ЭЦП.",
		"OneID refused the login. Try again or log in with an EDS.",
	),
	"oneid_unreachable": Message(
		"OneID javob bermayapti. Birozdan so'ng urinib ko'ring yoki ERI bilan kiring.",
		"OneID не отвечает. Попробуйте позже или войдите с ЭЦП.",
		"OneID does not answer. Try again later or log in with an EDS.",
	),
	"oneid_bad_answer": Message(
		"OneID tushunarsiz javob berdi. Birozdan so'ng urinib ko'ring yoki ERI bilan kiring.",
		"OneID дал непонятный ответ. Попробуйте позже или войдите с ЭЦП.",
		"OneID gave an answer that cannot be read. Try again later or log in with an EDS.",
	),
	"oneid_not_confirmed": Message(
		"OneID hisobingiz tasdiqlanmagan. Uni id.egov.uz saytida ERI yoki Mobile-ID bilan tasdiqlang.",
		"Ваша учётная запись OneID не подтверждена. Подтвердите её на id.egov.uz с ЭЦП или Mobile-ID.",
		"Your OneID account is not confirmed. Confirm it at id.egov.uz with an EDS or Mobile-ID.",
	),
	"oneid_method": Message(
		"OneIDga ERI bilan kiring: parol yoki telefon orqali kirish bu yerda qabul qilinmaydi.",
		"Войдите в OneID с ЭЦП: вход по паролю или телефону здесь не принимается.",
		"Log in to OneID with an EDS: a password or a phone is not accepted here.",
	),
	"oneid_no_pinfl": Message(
		"OneID JShShIRingizni bermadi. id.egov.uz saytida ma'lumotlaringizni to'ldiring.",
		"OneID не передал ваш ПИНФЛ. Заполните данные на id.egov.uz.",
		"OneID did not give your PINFL. Complete your data at id.egov.uz.",
	),
	"oneid_organization": Message(
		"Tanlangan tashkilot OneIDdagi tashkilotlaringiz orasida yo'q. O'z tashkilotingiz ERIsi bilan kiring.",
		"Выбранной организации нет среди ваших в OneID. Войдите с ЭЦП своей организации.",
		"The chosen organization is not among yours at OneID. Log in with the EDS of your own one.",
	),
	"address_not_https": Message(
		"Manzil https bilan boshlanishi kerak.",
		"Адрес должен начинаться с https.",
		"The address must begin with https.",
	),
	"eimzo_off": Message(
		"Bu ERI turi hozir qabul qilinmaydi. Boshqa amaldagi ERI bilan imzolang.",
		"Этот вид ЭЦП сейчас не принимается. Подпишите другой действующей ЭЦП.",
		"This kind of EDS is not accepted now. Sign with another valid one.",
	),
	"eimzo_unreachable": Message(
		"E-IMZO serveri javob bermayapti. Birozdan so'ng qayta imzolang.",
		"Сервер E-IMZO не отвечает. Подпишите чуть позже.",
		"The E-IMZO server does not answer. Sign again a little later.",
	),
	"eimzo_bad_answer": Message(
		"E-IMZO serveri tushunarsiz javob berdi. Birozdan so'ng qayta imzolang.",
		"Сервер E-IMZO дал непонятный ответ. Подпишите чуть позже.",
		"The E-IMZO server gave an answer that cannot be read. Sign again a little later.",
	),
	"eimzo_status_unknown": Message(
		"Sertifikat holatini tekshirib bo'lmadi. Birozdan so'ng qayta imzolang.",
		"Не удалось проверить состояние сертификата. Подпишите чуть позже.",
		"The state of the certificate could not be checked. Sign again a little later.",
	),
	"eimzo_clock": Message(
		"Kompyuteringiz soati noto'g'ri. Uni to'g'rilab, qayta imzolang.",
		"Часы вашего компьютера неверны. Поправьте их и подпишите снова.",
		"The clock of your computer is wrong. Set it right and sign again.",
	),
	"eimzo_signature": Message(
		"Imzo to'g'ri emas. Sahifani yangilab, qayta imzolang.",
		"Подпись неверна. Обновите страницу и подпишите снова.",
		"The signature is wrong. Reload the page and sign again.",
	),
	"eimzo_certificate": Message(
		"Sertifikat yaroqsiz. Amaldagi ERI bilan imzolang.",
		"Сертификат недействителен. Подпишите действующей ЭЦП.",
		"The certificate is not valid. Sign with a valid EDS.",
	),
	"eimzo_certificate_then": Message(
		"Imzolash paytida sertifikat yaroqsiz edi. Amaldagi ERI bilan imzolang.",
		"Сертификат не действовал в момент подписи. Подпишите действующей ЭЦП.",
		"The certificate was not valid when you signed. Sign with a valid EDS.",
	),
	"eimzo_stamp_unknown": Message(
		"Vaqt belgisi sertifikatini tekshirib bo'lmadi. Birozdan so'ng qayta imzolang.",
		"Не удалось проверить сертификат метки времени. Подпишите чуть позже.",
		"The certificate of the time stamp could not be checked. Sign again a little later.",
	),
	"eimzo_stamp": Message(
		"Vaqt belgisi yaroqsiz. Qayta imzolang.",
		"Метка времени недействительна. Подпишите снова.",
		"The time stamp is not valid. Sign again.",
	),
	"signature_method": Message(
		"Bu murojaatni SMS-kod bilan tasdiqlab bo'lmaydi. ERI bilan imzolang.",
		"Это обращение нельзя подтвердить кодом из SMS. Подпишите ЭЦП.",
		"This appeal cannot be confirmed by an SMS code. Sign it with an EDS.",
	),
}
