"""Texts of the refusals that services raise (`esaylov.framework.errors`)."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"refused": Message("Amal rad etildi.", "В действии отказано.", "This was refused."),
	"not_permitted": Message(
		"Bu amal uchun vakolatingiz yo'q. Tegishli lavozimdagi shaxs kirib bajarishi kerak.",
		"У вас нет полномочий на это действие. Его выполняет лицо с соответствующей должностью.",
		"You are not authorized to do this. A person in the right position must do it.",
	),
	"second_person_needed": Message(
		"O'zingiz taklif qilgan o'zgarishni o'zingiz tasdiqlay olmaysiz. Uni boshqa ma'mur tasdiqlaydi.",
		"Вы не можете подтвердить изменение, которое предложили сами. Его подтверждает другой администратор.",
		"You cannot confirm a change that you proposed. Another administrator confirms it.",
	),
	"configuration_proposed": Message(
		"O'zgarish taklif sifatida saqlandi. Boshqa ma'mur \"Configuration Change\" ro'yxatida tasdiqlagach kuchga kiradi.",
		"Изменение сохранено как предложение. Оно вступит в силу, когда другой администратор подтвердит его в списке «Configuration Change».",
		"The change is kept as a proposal. It comes into force when another administrator confirms it in Configuration Change.",
	),
	"configuration_moved": Message(
		"Taklifdan keyin yozuv o'zgargan. Taklifni rad etib, qaytadan taklif qiling.",
		"После предложения запись изменилась. Отклоните его и предложите изменение заново.",
		"The record has changed since the proposal. Decline it and propose the change again.",
	),
	"customising_off": Message(
		"Skript, andoza va huquq sozlamalari bu yerda yopiq. Ularni faqat server egasi ruxsat berganda Administrator o'zgartiradi.",
		"Скрипты, шаблоны и настройки прав здесь закрыты. Их меняет только Administrator, когда это разрешил владелец сервера.",
		"Scripts, templates and overrides of rights are closed here. Administrator alone changes them, while the holder of the server allows it.",
	),
	"desk_of_others": Message(
		"Boshqalar ko'radigan ish stolini faqat tizim ma'muri o'zgartiradi, birovning shaxsiy ish stolini hech kim.",
		"Рабочий стол, который видят другие, меняет только системный администратор, а чужой личный — никто.",
		"What others see on the Desk is a System Manager's to change; somebody else's own is nobody's.",
	),
	"address_runs_script": Message(
		"Havola http://, https:// yoki / bilan boshlanishi kerak.",
		"Ссылка должна начинаться с http://, https:// или /.",
		"A link must begin with http://, https:// or /.",
	),
	"trust_not_removed": Message(
		"Ishonch asosi o'chirib tashlanmaydi va nomi o'zgartirilmaydi. Uni amaldan chiqaring.",
		"Основы доверия не удаляются и не переименовываются. Отключите запись.",
		"Roots of trust are never deleted or renamed. Switch the record off.",
	),
	"type_not_yours": Message(
		"Tashkilotingiz bu turdagi murojaatni yubora olmaydi.",
		"Ваша организация не может подать обращение этого вида.",
		"Your body cannot file an appeal of this type.",
	),
	"type_of_other_contest": Message(
		"Bu turdagi murojaat boshqa turdagi saylov ishtirokchilari uchun.",
		"Обращение этого вида — для участников выборов другого вида.",
		"This type of appeal is for those who stand in another kind of election.",
	),
	"body_invalid": Message(
		"So'rov o'qilmadi: u JSON obyekti bo'lishi kerak.",
		"Запрос не читается: нужен объект JSON.",
		"The request cannot be read: it must be a JSON object.",
	),
	"not_let_in": Message(
		"Tizimga kirilmagan: kalit yoki seans yaroqsiz. Kalitni tekshiring yoki qayta kiring.",
		"Вход не выполнен: ключ или сеанс недействителен. Проверьте ключ или войдите снова.",
		"Nobody is logged in: the key or the session will not do. Check the key or log in again.",
	),
	"busy": Message(
		"Tizim hozir band. Bir daqiqadan keyin yana urinib ko'ring: hech narsa yo'qolmadi.",
		"Система сейчас занята. Повторите через минуту: ничего не потеряно.",
		"The system is busy. Try again in a minute: nothing is lost.",
	),
	"unavailable": Message(
		"Xizmat hozir javob bera olmaydi, ayb bizda. Bir daqiqadan keyin yana urinib ko'ring.",
		"Сервис сейчас не может ответить, причина на нашей стороне. Повторите через минуту.",
		"The service cannot answer at the moment; the fault is on our side. Try again in a minute.",
	),
	"unexpected": Message(
		"Amal bajarilmadi va hech narsa o'zgarmadi. Yana urinib ko'ring; takrorlansa, yordam xizmatiga murojaat qiling.",
		"Действие не выполнено, ничего не изменено. Повторите; если не поможет, обратитесь в службу поддержки.",
		"This was not done and nothing was changed. Try again; if it happens again, ask the help line.",
	),
	"file_is_filed": Message(
		"Bu fayl yuborilgan murojaatga ilova qilingan, uni o'chirib bo'lmaydi.",
		"Этот файл приложен к поданному обращению, удалить его нельзя.",
		"This file belongs to a filed appeal and cannot be deleted.",
	),
	"file_public": Message(
		"Fayllar ochiq saqlanmaydi: bu fayl faqat tizim ichida ko'rinadi. Uni maxfiy qilib yuklang.",
		"Файлы не хранятся в открытом доступе: загрузите этот файл как закрытый.",
		"Files are not kept in public: upload this one as private.",
	),
	"file_kind_refused": Message(
		"Bunday fayl saqlanmaydi yoki uning mazmuni nomiga mos emas. Ruxsat etilgan turlar: {kinds}.",
		"Такие файлы не хранятся, или содержимое не соответствует имени. Допустимы: {kinds}.",
		"Such a file is not kept, or its content is not what its name says. Allowed: {kinds}.",
	),
	"file_changed": Message(
		"Bu fayl endi yuborilgan fayl emas, shuning uchun berilmaydi. Yordam xizmatiga murojaat qiling.",
		"Это уже не тот файл, что был подан, поэтому он не выдаётся. Обратитесь в службу поддержки.",
		"This is no longer the file that was filed, so it is not handed out. Ask the help line.",
	),
	"not_found": Message(
		"Bunday yozuv topilmadi yoki siz uchun ochiq emas.",
		"Запись не найдена или недоступна вам.",
		"There is no such record, or it is not open to you.",
	),
	"form_invalid": Message(
		"Shaklda tuzatish kerak bo'lgan joylar bor. Quyidagi izohlarga qarang.",
		"В форме есть что исправить. Смотрите замечания ниже.",
		"Something in the form must be mended. See the remarks below.",
	),
	"signature_refused": Message(
		"Imzo qabul qilinmadi. ERIni tekshirib, qayta imzolang.",
		"Подпись не принята. Проверьте ЭЦП и подпишите снова.",
		"The signature was not accepted. Check the EDS and sign again.",
	),
	"not_in_window": Message(
		"Saylov kalendariga ko'ra bu amal hozir bajarilmaydi.",
		"По календарю выборов это сейчас невозможно.",
		"The calendar of the election does not allow this now.",
	),
	"nothing_to_choose": Message(
		"Bu murojaatda majburiy ro'yxat hali bo'sh, masalan, komissiyalar hali tuzilmagan. Ro'yxat to'lgach, murojaat ochiladi.",
		"Обязательный список этого обращения пока пуст, например комиссии ещё не образованы. Обращение откроется, когда список заполнится.",
		"A list that this appeal must choose from is empty still: the commissions may not be formed yet. It opens when the list is filled.",
	),
	"no_election": Message(
		"Hozir bu turdagi murojaatlar uchun saylov o'tkazilmayapti.",
		"Сейчас нет выборов, по которым подаются обращения этого вида.",
		"There is no election now for which appeals of this type are filed.",
	),
	"wrong_state": Message(
		"Hozirgi holatda bu amal bajarilmaydi. Sahifani yangilang.",
		"В нынешнем состоянии это невозможно. Обновите страницу.",
		"This cannot be done in the present state. Reload the page.",
	),
	"law_broken": Message(
		"Bu o'zgarish saqlanmaydi: u tizimning o'zgarmas qoidalarini buzadi.",
		"Изменение не сохранено: оно нарушает неизменные правила системы.",
		"This change is not saved: it breaks what must always hold.",
	),
	"filed_not_removed": Message(
		"Yuborilgan murojaat o'chirilmaydi.",
		"Поданное обращение не удаляется.",
		"A filed appeal is not removed.",
	),
	"duplicate": Message("Bunday yozuv allaqachon bor.", "Такая запись уже есть.", "It exists already."),
	"idempotency_key": Message(
		"Takrorlash kaliti yaroqsiz. Har bir yuborish uchun yangi kalit bering.",
		"Ключ повтора не годится. Для каждой подачи давайте новый ключ.",
		"The idempotency key will not do. Give a new one for each filing.",
	),
	"idempotency_key_used": Message(
		"Bu takrorlash kaliti boshqa murojaat uchun ishlatilgan. Yangi kalit bering.",
		"Этот ключ повтора использован для другого обращения. Дайте новый.",
		"This idempotency key was used for another appeal. Give a new one.",
	),
	"version_outdated": Message(
		"Shaklning yangi tahriri chiqdi. Qoralamani yangilab, qayta tekshiring.",
		"Вышла новая редакция формы. Обновите черновик и проверьте снова.",
		"The form has a newer version. Renew the draft and check it again.",
	),
	"too_many": Message(
		"Urinishlar juda ko'p. Birozdan so'ng qayta urining.",
		"Слишком много попыток. Попробуйте позже.",
		"Too many tries. Wait a little and try again.",
	),
	"setup_missing": Message(
		"Sayt sozlamalari to'liq emas. Administratorga xabar bering.",
		"Сайт настроен не полностью. Сообщите администратору.",
		"The site is not fully set up. Tell the administrator.",
	),
	"statute_missing": Message(
		"Qonundagi son kiritilmagan: {key}. Administrator uni Statute ro'yxatiga kiritishi kerak.",
		"Не внесено число из закона: {key}. Администратор должен внести его в Statute.",
		"A number of the law is not entered: {key}. The administrator must enter it as a Statute.",
	),
	"stage_missing": Message(
		"Saylov kalendarida bosqich yo'q: {key}. Administrator uni kiritishi kerak.",
		"В календаре выборов нет этапа: {key}. Администратор должен внести его.",
		"The calendar of the election lacks a stage: {key}. The administrator must enter it.",
	),
	"voters_missing": Message(
		"Saylovchilar soni kiritilmagan: {key}. Administrator uni saylov yozuviga kiritishi kerak.",
		"Не внесено число избирателей: {key}. Администратор должен внести его в запись о выборах.",
		"The number of voters is not entered: {key}. The administrator must enter it in the election.",
	),
}
