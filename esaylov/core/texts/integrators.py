"""Texts about the keys of other systems: each refusal says what its developer or the administrator does next."""

from esaylov.core.texts.message import Catalogue, Message

MESSAGES: Catalogue = {
	"key_unknown": Message(
		"Bunday kalit yo'q. Kalit to'liq ko'chirilganini tekshiring yoki administratordan yangisini so'rang.",
		"Такого ключа нет. Проверьте, целиком ли он скопирован, или запросите у администратора новый.",
		"There is no such key. Check that all of it was copied, or ask the administrator for a new one.",
	),
	"key_expired": Message(
		"Kalitning muddati tugagan. Administrator uni yangisiga almashtiradi.",
		"Срок действия ключа истёк. Администратор заменит его новым.",
		"The key has expired. The administrator replaces it by a new one.",
	),
	"key_revoked": Message(
		"Kalit bekor qilingan. Sababini administratordan so'rang.",
		"Ключ отозван. Причину сообщит администратор.",
		"The key was revoked. Ask the administrator why.",
	),
	"key_user_off": Message(
		"Kalit egasining hisobi o'chirilgan. Administratorga murojaat qiling.",
		"Учётная запись владельца ключа отключена. Обратитесь к администратору.",
		"The account that the key acts as is switched off. Ask the administrator.",
	),
	"key_scope": Message(
		"Kalitda bu chaqiruv uchun ruxsat yo'q: {scope}. Administrator ruxsatni kalitga qo'shishi mumkin.",
		"У ключа нет разрешения на этот вызов: {scope}. Администратор может добавить его ключу.",
		"The key lacks the scope of this call: {scope}. The administrator may add it to the key.",
	),
	"key_closed": Message(
		"Bu chaqiruv kalitlar uchun yopiq, unga ruxsat berib bo'lmaydi: uni kishi o'z hisobi bilan kirib bajaradi.",
		"Этот вызов для ключей закрыт, разрешения на него нет: его делает человек, войдя под своей учётной записью.",
		"This call is closed to keys and no scope opens it: a person does it after logging in.",
	),
	"key_per_minute": Message(
		"Kalit bir daqiqada {limit} tagacha chaqiruv qila oladi. {seconds} soniyadan so'ng davom eting.",
		"Ключу разрешено вызовов в минуту: {limit}. Продолжите через {seconds} с.",
		"The key may call {limit} times a minute. Go on after {seconds} s.",
	),
	"key_per_day": Message(
		"Kalit bir kunda {limit} tagacha chaqiruv qila oladi. {seconds} soniyadan so'ng davom eting yoki ko'proq so'rang.",
		"Ключу разрешено вызовов в сутки: {limit}. Продолжите через {seconds} с или запросите больше.",
		"The key may call {limit} times a day. Go on after {seconds} s, or ask for more.",
	),
	"key_issued": Message(
		"Bu kalit allaqachon berilgan. Yangisi kerak bo'lsa, uni almashtiring.",
		"Этот ключ уже выдан. Если нужен новый, замените его.",
		"This key was issued already. Replace it if a new one is needed.",
	),
	"key_not_active": Message(
		"Faqat amaldagi kalit almashtiriladi yoki bekor qilinadi.",
		"Заменить или отозвать можно только действующий ключ.",
		"Only an active key is replaced or revoked.",
	),
	"key_user": Message(
		"Kalit bu foydalanuvchi nomidan ishlay olmaydi. Integrator rolidagi alohida foydalanuvchini tanlang.",
		"От имени этого пользователя ключ действовать не может. Выберите отдельного пользователя с ролью Integrator.",
		"A key cannot act as this user. Choose a user of the system's own, with the role Integrator.",
	),
	"key_limits": Message(
		"Chegara kamida bitta chaqiruv bo'lishi kerak.",
		"Предел — не меньше одного вызова.",
		"A limit is one call at least.",
	),
	"key_expiry": Message(
		"Muddat kelajakda tugashi kerak. Keyingi kunni tanlang.",
		"Срок должен истекать в будущем. Выберите более поздний день.",
		"The key must expire in the future. Choose a later day.",
	),
	"key_overlap": Message(
		"Eski kalit yana 0 dan 720 soatgacha ishlashi mumkin.",
		"Старый ключ может действовать ещё от 0 до 720 часов.",
		"The old key may work on for 0 to 720 hours.",
	),
	"revocation_address": Message(
		"Bu manzildan ro'yxat olinmaydi. http yoki https bilan boshlanadigan, ochiq tarmoqdagi manzilni bering.",
		"С этого адреса список не загружается. Укажите адрес http или https в общедоступной сети.",
		"No list is fetched from this address. Give one of http or https, on the public network.",
	),
	"webhook_address": Message(
		"Bu manzilga yuborilmaydi. https bilan boshlanadigan, ochiq tarmoqdagi manzilni bering.",
		"На этот адрес не отправляется. Укажите адрес https в общедоступной сети.",
		"Nothing is sent to this address. Give one that begins with https, on the public network.",
	),
	"webhook_unreachable": Message(
		"Qabul qiluvchi javob bermadi. Manzil nomi va uning serverini tekshiring.",
		"Получатель не ответил. Проверьте имя адреса и его сервер.",
		"The receiver did not answer. Check the name of the address and its server.",
	),
	"webhook_no_secret": Message(
		"Avval imzo uchun maxfiy kalit yarating va uni qabul qiluvchiga bering.",
		"Сначала создайте секрет подписи и передайте его получателю.",
		"First make the secret of the signature, and give it to the receiver.",
	),
}
