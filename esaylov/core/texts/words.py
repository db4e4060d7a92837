"""Words that stand as values in messages."""

from esaylov.core.texts.message import Message

ARTICLE = Message(
	"(Saylov kodeksi, {article}-modda)",
	"(Избирательный кодекс, ст. {article})",
	"(Election Code, art. {article})",
)

KEPT = frozenset({"CMS", "JPEG", "JSON", "PDF", "PKCS", "PNG", "QR", "SMS"})
"""Words that stay Latin in Uzbek Cyrillic."""

WORDS = {
	"Draft": Message("Qoralama", "Черновик", "Draft"),
	"Registered": Message("Ro'yxatga olingan", "Зарегистрировано", "Registered"),
	"Acknowledged": Message("Ma'lumot uchun qabul qilingan", "Принято к сведению", "Acknowledged"),
	"Under Review": Message("Ko'rib chiqilmoqda", "На рассмотрении", "Under review"),
	"Returned": Message("Qaytarilgan", "Возвращено", "Returned"),
	"Expert Review": Message("Ekspertlar ko'rib chiqmoqda", "На экспертизе", "Expert review"),
	"On Agenda": Message("Kun tartibida", "В повестке дня", "On the agenda"),
	"Granted": Message("Qanoatlantirilgan", "Удовлетворено", "Granted"),
	"Partly Granted": Message("Qisman qanoatlantirilgan", "Удовлетворено частично", "Partly granted"),
	"Refused": Message("Rad etilgan", "Отказано", "Refused"),
	"Withdrawn": Message("Qaytarib olingan", "Отозвано", "Withdrawn"),
	"Chair": Message("rais", "председатель", "chair"),
	"Deputy Chair": Message("rais o'rinbosari", "заместитель председателя", "deputy chair"),
	"Secretary": Message("kotib", "секретарь", "secretary"),
	"Member": Message("a'zo", "член комиссии", "member"),
	"birth_date": Message("tug'ilgan sana", "дата рождения", "date of birth"),
	"criminal_record": Message("sudlanganlik", "судимость", "criminal record"),
	"gender": Message("jins", "пол", "gender"),
	"legal_capacity": Message("muomala layoqati", "дееспособность", "legal capacity"),
	"workplace": Message("ish joyi", "место работы", "place of work"),
}
