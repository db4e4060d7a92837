"""Texts about electronic signatures (*ERI*), signed payloads, tokens and the hash chain."""

from esaylov.core.texts.message import Catalogue, Message

_OTHER_KEY = Message(
	"Sertifikat yoki imzo algoritmi qabul qilinmaydi. Amaldagi boshqa ERI bilan imzolang.",
	"Сертификат или алгоритм подписи не принимается. Подпишите другой действующей ЭЦП.",
	"The certificate or the algorithm of the signature is not accepted. Sign with another valid EDS.",
)
_SIGN_AGAIN = Message(
	"Imzo fayli o'qilmadi yoki to'liq emas. Qayta imzolang.",
	"Файл подписи не читается или неполон. Подпишите ещё раз.",
	"The signature cannot be read or is not complete. Sign again.",
)
_OTHER_TEXT = Message(
	"Imzo boshqa matnga qo'yilgan: murojaat imzolangach o'zgargan. Sahifani yangilab, qayta imzolang.",
	"Подпись поставлена под другим текстом: обращение изменилось после подписания. Обновите страницу и подпишите снова.",
	"The signature is over another text: it changed after signing. Reload the page and sign again.",
)
_UNTRUSTED = Message(
	"Sertifikatni ishonchli imzo markazi bermagan. Litsenziyalangan markaz bergan ERI bilan imzolang.",
	"Сертификат выдан не доверенным центром. Подпишите ЭЦП лицензированного центра.",
	"The certificate is not from a trusted authority. Sign with an EDS of a licensed centre.",
)
_REVOCATION = Message(
	"Sertifikat bekor qilinmaganini tekshirib bo'lmadi. Birozdan so'ng urinib ko'ring.",
	"Не удалось проверить, не отозван ли сертификат. Попробуйте позже.",
	"Whether the certificate is revoked could not be checked. Try again later.",
)
_WRONG_HOLDER = Message(
	"Sertifikatda imzolovchining JShShIRi yoki STIRi yo'q yoki noto'g'ri. O'z nomingizdagi ERI bilan imzolang.",
	"В сертификате нет ПИНФЛ или ИНН подписавшего, или они неверны. Подпишите ЭЦП на своё имя.",
	"The certificate lacks the signer's PINFL or TIN, or they are wrong. Sign with an EDS in your own name.",
)
_CLOCK = Message(
	"Imzolash vaqti noto'g'ri. Kompyuteringiz soatini to'g'rilab, qayta imzolang.",
	"Неверное время подписания. Поправьте часы компьютера и подпишите снова.",
	"The time of signing is wrong. Set the clock of your computer right and sign again.",
)
_STAMP = Message(
	"Imzodagi vaqt belgisi (RFC 3161) tasdiqlanmadi. Qayta imzolang yoki vaqt belgisisiz imzolang.",
	"Метка времени (RFC 3161) в подписи не подтверждена. Подпишите ещё раз или без метки времени.",
	"The time stamp (RFC 3161) of the signature is not proved. Sign again, or sign without a time stamp.",
)
_UNSIGNABLE = Message(
	"Javoblarda imzolab bo'lmaydigan qiymat bor (kasr son, juda katta son yoki noto'g'ri belgi). Uni tuzating.",
	"В ответах есть значение, которое нельзя подписать (дробь, слишком большое число или неверный знак). Исправьте его.",
	"The answers hold a value that cannot be signed (a fraction, too large a number, a broken character). Mend it.",
)
_NO_TOKEN = Message(
	"QR-kod bu tizimniki emas yoki buzilgan. Hujjat raqamini saytda tekshiring.",
	"QR-код не этой системы или повреждён. Проверьте номер документа на сайте.",
	"The QR code is not of this system or is damaged. Check the number of the document on the site.",
)
_CHAIN = Message(
	"Voqealar zanjiri buzilgan. Administratorga darhol xabar bering.",
	"Цепочка событий нарушена. Немедленно сообщите администратору.",
	"The chain of events is broken. Tell the administrator at once.",
)

MESSAGES: Catalogue = {
	**dict.fromkeys(
		[
			"time_stamp_differs",
			"time_stamp_malformed",
			"time_stamp_repeated",
			"time_stamp_untrusted",
			"time_stamp_wrong",
		],
		_STAMP,
	),
	**dict.fromkeys(
		[
			"attribute_content_type",
			"attribute_repeated",
			"attributes_missing",
			"certificates_not_accepted",
			"container_malformed",
			"container_too_large",
			"content_type_not_data",
			"not_one_signer",
			"not_signed_data",
			"signer_certificate_missing",
			"signature_unreadable",
		],
		_SIGN_AGAIN,
	),
	**dict.fromkeys(
		[
			"certificate_critical_extension",
			"certificate_is_authority",
			"certificate_usage",
			"digest_not_accepted",
			"key_not_accepted",
			"signature_algorithm",
		],
		_OTHER_KEY,
	),
	**dict.fromkeys(("content_differs", "embedded_content_differs", "signature_wrong"), _OTHER_TEXT),
	**dict.fromkeys(("chain_too_long", "chain_untrusted", "issuer_not_authority"), _UNTRUSTED),
	**dict.fromkeys(("revocation_list_invalid", "revocation_list_stale", "revocation_unknown"), _REVOCATION),
	**dict.fromkeys(
		("signer_ambiguous", "signer_pinfl_missing", "signer_pinfl_structure", "signer_tin_structure"),
		_WRONG_HOLDER,
	),
	**dict.fromkeys(("signing_time_ahead", "signing_time_old"), _CLOCK),
	**dict.fromkeys(
		("payload_depth", "payload_key", "payload_number", "payload_text", "payload_type"), _UNSIGNABLE
	),
	**dict.fromkeys(
		(
			"token_key",
			"token_key_retired",
			"token_malformed",
			"token_signature",
			"token_value",
			"token_version",
		),
		_NO_TOKEN,
	),
	**dict.fromkeys(("chain_broken", "chain_hash", "chain_kind", "chain_link", "chain_sequence"), _CHAIN),
	"certificate_expired": Message(
		"Sertifikat muddati tugagan. Amaldagi ERI bilan imzolang.",
		"Срок сертификата истёк. Подпишите действующей ЭЦП.",
		"The certificate has expired. Sign with a valid EDS.",
	),
	"certificate_not_yet_valid": Message(
		"Sertifikat hali kuchga kirmagan. Amaldagi ERI bilan imzolang.",
		"Сертификат ещё не действует. Подпишите действующей ЭЦП.",
		"The certificate is not valid yet. Sign with a valid EDS.",
	),
	"certificate_revoked": Message(
		"Sertifikat bekor qilingan. Yangi ERI oling.",
		"Сертификат отозван. Получите новую ЭЦП.",
		"The certificate is revoked. Get a new EDS.",
	),
	"trust_store_unreadable": Message(
		"Ishonchli sertifikatlar o'qilmadi. Administratorga xabar bering.",
		"Доверенные сертификаты не читаются. Сообщите администратору.",
		"The trusted certificates cannot be read. Tell the administrator.",
	),
	"signature_of_another": Message(
		"Imzo boshqa shaxs yoki tashkilotniki. O'z ERIngiz bilan imzolang.",
		"Подпись другого лица или организации. Подпишите своей ЭЦП.",
		"The signature is another person's or body's. Sign with your own EDS.",
	),
	"signature_other_person": Message(
		"Imzo boshqa shaxsniki. O'z nomingizdagi ERI bilan imzolang.",
		"Подпись другого лица. Подпишите ЭЦП на своё имя.",
		"The signature is another person's. Sign with an EDS in your own name.",
	),
	"signature_other_body": Message(
		"ERI boshqa tashkilotga berilgan. Murojaat qilayotgan tashkilotning ERIsi bilan imzolang.",
		"ЭЦП выдана другой организации. Подпишите ЭЦП обращающейся организации.",
		"The EDS belongs to another organization. Sign with that of the body that applies.",
	),
	"signing_key_missing": Message(
		"Serverning imzo kaliti yo'q. Administratorga xabar bering.",
		"На сервере нет ключа подписи. Сообщите администратору.",
		"The server has no signing key. Tell the administrator.",
	),
}
