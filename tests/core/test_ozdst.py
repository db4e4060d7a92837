"""Oʻz DSt 1092 and 1106: what others published, libgcrypt's opinion, and bytes that are no key and no signature."""

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.signing import ozdst
from esaylov.core.signing.ozdst import curves, der, gcrypt, gost94
from esaylov.core.signing.ozdst.curves import CURVES, A, B, C, Curve
from esaylov.core.signing.ozdst.families import DST, MST
from esaylov.core.signing.ozdst.signature import challenge
from esaylov.core.signing.ozdst.signature import verify_in_python as verify
from esaylov.setup.demo.signing.ozdst import PrivateKey, make_key

NEEDS_LIBRARY = pytest.mark.skipif(gcrypt.hasher() is None, reason="libgcrypt is not installed here")
HASHES = [
	(b"", "981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0"),
	(b"a", "e74c52dd282183bf37af0079c9f78055715a103f17e3133ceff1aacf2f403011"),
	(b"abc", "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c"),
	(b"message digest", "bc6041dd2aa401ebfa6e9886734174febdb4729aa972d60f549ac39b29721ba0"),
	(b"This is message, length=32 bytes", "2cefc2f7b7bdc514e18ea57fa74ff357e7fa17d652c75f69cb1be7893ede48eb"),
	(
		b"Suppose the original message has length = 50 bytes",
		"c3730c5cbccacf915ac292676f21e8bd4ef75331d9405e5f1a61dc3130a65011",
	),
	(b"a" * 64, "351e9effed44763b11597bc3286b0d0e06bc62dfffea7ee0d3d3a892d33c88a7"),
	(b"a" * 1000, "cfd707497028e7afefdf80f823a0e0171bcdf5ee402be94e448acb8fb4ae58f3"),
	(b"some document", "3369cd520c8e556502b9bc0ac34ca69cafee96f2f4a8371a63d4dd7d3a458d05"),
]
SPKI_HEAD = bytes.fromhex(
	"3060301906092a865c030f01010201300c060a2a865c030f01010201010343000440"
)  # set 1, Oʻz DSt


@pytest.mark.parametrize(("message", "expected"), HASHES)
@pytest.mark.parametrize(
	"digest",
	[gost94.digest, pytest.param(ozdst.digest, id="digest"), pytest.param("library", marks=NEEDS_LIBRARY)],
)
def test_the_published_digests(digest, message, expected):
	digest = gcrypt.hasher() if digest == "library" else digest
	assert digest(message).hex() == expected


@NEEDS_LIBRARY
@given(st.binary(max_size=400))
def test_both_hashes_agree(data):
	assert gost94.digest(data) == gcrypt.hasher()(data)


@NEEDS_LIBRARY
@pytest.mark.parametrize("size", [31, 32, 33, 63, 64, 65, 255, 256, 4096])
@pytest.mark.parametrize("byte", [b"\0", b"\xff"])
def test_both_hashes_agree_at_the_edges_of_blocks_and_carries(size, byte):
	assert gost94.digest(byte * size) == gcrypt.hasher()(byte * size)


def test_without_the_library_python_hashes(monkeypatch):
	monkeypatch.setattr(gcrypt, "hasher", lambda: None)
	assert ozdst.digest(b"abc").hex() == HASHES[2][1]
	assert not ozdst.is_fast()


@NEEDS_LIBRARY
def test_a_library_that_says_something_else_is_not_asked(monkeypatch):
	"""As one of FIPS mode, or whose curves have other names."""
	assert gcrypt.verifier()
	for wrong in (lambda *_: True, lambda *_: False):
		assert not gcrypt._is_right(wrong)
	monkeypatch.setattr(gcrypt, "hasher", lambda: None)
	assert gcrypt.verifier() is None


def test_a_library_that_is_not_there_is_none(monkeypatch):
	monkeypatch.setattr(gcrypt, "LIBRARY", "libgcrypt.so.there-is-none")
	assert gcrypt.load.__wrapped__() is None


# V1: the sample of the vendor's document

DOCUMENT = b"some document"
ATTRIBUTES = bytes.fromhex(
	"3169301806092a864886f70d010903310b06092a864886f70d010701301c06092a864886f70d010905310f170d323230"
	"3932373036313735335a302f06092a864886f70d010904312204203369cd520c8e556502b9bc0ac34ca69cafee96f2f4"
	"a8371a63d4dd7d3a458d05"
)
VENDOR_KEY = bytes.fromhex(
	"7edc4bc5f9d163d87eba31ae70fa0caa540a16fce39aca8ba0da73e07de6b67c403a109f5a3a41c1dbb8c8a13f883c672108c448c284746b9756f590e48952b7"
)
VENDOR_SIGNATURE = bytes.fromhex(
	"a88ab92b3eed2221925a8532a88ff52d94fc7fa2d0b3579f614822f0723395ee4727de2ed694a21715879637b3181febb94da9016f5a1737d7e9f9920719e90d"
)


def test_the_vendors_sample_holds():
	key = ozdst.read_spki(SPKI_HEAD + VENDOR_KEY)
	digest = ozdst.digest(ATTRIBUTES)
	assert digest.hex() == "914fb56e49c45375df9953601361796c43fad21dd29b7f717f9ee441ad766f86"
	assert (key.family, key.curve) == (DST, A)
	assert key.verify(digest, VENDOR_SIGNATURE)
	assert (
		ozdst.digest(VENDOR_SIGNATURE).hex()
		== "e96377344d7bab212bcb6c6b82c25fb61600bb4d3f9645aa40c3ec51e4827605"
	)


@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_the_vendors_sample_with_one_bit_changed_does_not_hold(place):
	key = ozdst.read_spki(SPKI_HEAD + VENDOR_KEY)
	changed = bytearray(VENDOR_SIGNATURE)
	changed[place] ^= 1
	assert not key.verify(ozdst.digest(ATTRIBUTES), bytes(changed))


# V2: the keys of the E-IMZO programming interface, constants of many public pages

INTERFACE = (
	0x29C7371ABEB628C21DEA54D24E6F17AD5DE119BC495DCD402B27E642EFA78CBD,
	0xBE1401D23A79D1270D13332A0B4B1AEFA533D2F75133C3CBC0061D8E47869749,
)
DOMAINS = {
	b"localhost": "96D0C1491615C82B9A54D9989779DF825B690748224C2B04F500F370D51827CE2644D8D4A82C18184D73AB8530BB8ED537269603F61DB0D03D2104ABF789970B",
	b"127.0.0.1": "A7BCFA5D490B351BE0754130DF03A068F855DB4333D43921125B9CF2670EF6A40370C646B90401955E1F7BC9CDBF59CE0B2C5467D820BE189C845D0B79CFC96F",
	b"null": "E0A205EC4E7B78BBB56AFF83A733A1BB9FD39D562E67978CC5E7D73B0951DB1954595A20672A63332535E13CC6EC1E1FC8857BB09E0855D7E76E411B6FA16E9D",
}


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_keys_of_the_programming_interface_hold(domain):
	signature = bytes.fromhex(DOMAINS[domain])
	digest = ozdst.digest(ozdst.digest(domain))
	assert verify(A, INTERFACE, digest, signature)
	assert not verify(A, INTERFACE, ozdst.digest(domain), signature)
	assert not verify(A, INTERFACE, digest, signature[32:] + signature[:32])
	assert not verify(A, INTERFACE, digest[::-1], signature)


# V3: RFC 7091, A.1

EXAMPLE = Curve(
	"example",
	2**255 + 0x431,
	7,
	0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
	0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
	(2, 0x08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8),
)


def test_the_example_of_rfc_7091():
	key = PrivateKey(EXAMPLE, 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28)
	e = 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5.to_bytes(32, "little")
	made = key.sign(e, 0x77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3)
	assert made.hex().upper() == (
		"01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40"
		"41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493"
	)
	assert verify(EXAMPLE, key.point, e, made)


# V4: each curve

OURS = {
	A: (
		0x5F3E340FF63B20A0580D611BF2FE458B2F49FDF0C591E9F98E6E81091BD0A817,
		"b00ca614fdc6cd3ec0fced075864be1828d81beda299e1687ddb67ec095e16e1d07ad6290cfd6863cdd7a1bac87b616c6cc11edb76fb6c5ed19b9fdf37be9ca2",
	),
	B: (
		0x5954F3F83B01CD9AAFDA971A806B6D8B84E4290DD603AC3C019662C52745A1BD,
		"65f63277f817e3d3069b4fdd6884f82e40d46edb35dd194df614446fe1b3f3452b3a51fc042a9dc009f7120138bcfb7e4c00ca3c5a4a219bad622a19a5032f9d",
	),
	C: (
		0x35B731E996833493ED9E274D3F65BAE1764AD3F3CA0BC59BEAEB7DE097FAB5CA,
		"23214cfd6a21d5050a28309493601cb688e478931805dce9dd786d3e80ac1cc750371490c0803e410486a559d9570339f6d6b043129fe445fa4b21f6283432f0",
	),
}


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_a_known_key_makes_the_known_signature(curve):
	x, expected = OURS[curve]
	secret, nonce = (
		int.from_bytes(ozdst.digest(f"{words} {curve.name}".encode()), "big") % curve.n
		for words in ("test private key", "test nonce")
	)
	key = PrivateKey(curve, secret)
	made = key.sign(ozdst.digest(b"abc"), nonce)
	assert (key.point[0], made.hex()) == (x, expected)
	assert verify(curve, key.point, ozdst.digest(b"abc"), made)


# second opinions


def library_says(curve: Curve, point: tuple[int, int], digest: bytes, signature: bytes) -> bool:
	"""libgcrypt's verdict over the same numbers."""
	library = gcrypt.load()
	library.gcry_sexp_new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
	library.gcry_pk_verify.argtypes = [ctypes.c_void_p] * 3
	library.gcry_sexp_release.argtypes = [ctypes.c_void_p]

	def expression(text: str) -> ctypes.c_void_p:
		made = ctypes.c_void_p()
		assert library.gcry_sexp_new(ctypes.byref(made), text.encode(), len(text), 1) == 0
		return made

	(x, y), s, r = point, signature[:32].hex(), signature[32:].hex()
	made = [
		expression(f"(sig-val (gost (r #00{r}#)(s #00{s}#)))"),
		expression(f"(data (flags gost)(value #{challenge(curve, digest):064x}#))"),
		expression(f"(public-key (ecc (curve GOST2001-CryptoPro-{curve.name})(q #04{x:064x}{y:064x}#)))"),
	]
	try:
		return bool(library.gcry_pk_verify(*made) == 0)
	finally:
		for one in made:
			library.gcry_sexp_release(one)


@NEEDS_LIBRARY
@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@given(data=st.data())
def test_the_library_agrees_about_signatures(curve, data):
	key = PrivateKey(curve, data.draw(st.integers(1, curve.n - 1)))
	digest = data.draw(st.binary(min_size=32, max_size=32))
	made = key.sign(digest, data.draw(st.integers(2, curve.n - 2)))
	assert verify(curve, key.point, digest, made)
	assert library_says(curve, key.point, digest, made)
	place = data.draw(st.integers(0, 511))
	changed = (int.from_bytes(made, "big") ^ 1 << place).to_bytes(64, "big")
	assert not verify(curve, key.point, digest, changed)
	assert not library_says(curve, key.point, digest, changed)
	assert ozdst.verify(curve, key.point, digest, made)
	assert not ozdst.verify(curve, key.point, digest, changed)


def slowly(curve: Curve, u: int, point: tuple[int, int]) -> tuple[int, int] | None:
	"""u*point by the schoolbook."""
	found, power = None, point

	def plus(one, other):
		if one is None or other is None:
			return one or other
		if one[0] == other[0] and (one[1] + other[1]) % curve.p == 0:
			return None
		if one == other:
			slope = (3 * one[0] ** 2 + curve.a) * pow(2 * one[1], -1, curve.p)
		else:
			slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, curve.p)
		x = (slope * slope - one[0] - other[0]) % curve.p
		return x, (slope * (one[0] - x) - one[1]) % curve.p

	while u:
		if u & 1:
			found = plus(found, power)
		power = plus(power, power)
		u >>= 1
	return found


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("u", [1, 2, 255, 256, 257, 2**200, -1, -2, 0])
def test_multiples_agree_with_the_schoolbook(curve, u):
	"""-1: n - 1. The sum takes in doubling, and the point at infinity in both of its places."""
	u %= curve.n
	assert curves.times_base(curve, u) == slowly(curve, u, curve.g)
	for v in (0, 1, 2, curve.n - u, curve.n - 1):
		assert curves.sum_of_products(curve, u, v, curve.g) == slowly(curve, (u + v) % curve.n, curve.g)


# what is refused


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_numbers_out_of_range_are_no_signature(curve):
	key, digest = make_key(curve), ozdst.digest(b"abc")
	made = key.sign(digest)
	s, r = made[:32], made[32:]
	zero, order = bytes(32), curve.n.to_bytes(32, "big")
	wrong = [
		zero + r,
		s + zero,
		order + r,
		s + order,
		zero + zero,
		b"\xff" * 64,
		made[:-1],
		made + b"\0",
		b"",
		r + s,
	]
	for asked in (verify, ozdst.verify):
		assert [signature for signature in wrong if asked(curve, key.point, digest, signature)] == []


def test_a_point_beside_the_curve_verifies_nothing():
	key, digest = make_key(A), ozdst.digest(b"abc")
	x, y = key.point
	for point in [(x, y + 1), (x + A.p, y), (x, y + A.p), (0, 0), (-x, y)]:
		assert not verify(A, point, digest, key.sign(digest))


def test_a_digest_of_nothing_counts_as_one():
	for digest in (bytes(32), A.n.to_bytes(32, "little")):
		assert challenge(A, digest) == 1
		key = make_key(A)
		assert verify(A, key.point, digest, key.sign(digest))


def spki(oid: str, parameters: list[str], octets: bytes) -> bytes:
	def tlv(tag: int, content: bytes) -> bytes:
		return bytes([tag, len(content)]) + content

	def name(dotted: str) -> bytes:
		first, second, *others = map(int, dotted.split("."))
		return tlv(6, bytes([40 * first + second]) + b"".join(map(base128, others)))

	def base128(number: int) -> bytes:
		digits = [number & 0x7F]
		while number := number >> 7:
			digits.append(number & 0x7F | 0x80)
		return bytes(reversed(digits))

	algorithm = tlv(0x30, name(oid) + tlv(0x30, b"".join(map(name, parameters))))
	return tlv(0x30, algorithm + tlv(3, b"\0" + tlv(4, octets)))


@pytest.mark.parametrize("family", [DST, MST], ids=lambda family: family.name)
@pytest.mark.parametrize(("curve", "sets"), [(A, range(1, 7)), (B, range(2, 7)), (C, range(2, 7))])
def test_the_point_says_which_curve_a_parameter_set_means(family, curve, sets):
	key = make_key(curve, family)
	for number in sets:
		found = ozdst.read_spki(spki(family.key, [f"{family.key}.{number}"], key.octets))
		assert (found.family, found.curve, found.point) == (family, curve, key.point)


def test_further_parameters_of_a_key_are_passed_over():
	octets = make_key(A).octets
	more = [f"{DST.key}.1", DST.digest, "1.2.860.3.15.1.2.1"]
	assert spki(DST.key, more[:1], octets) == SPKI_HEAD + octets
	assert ozdst.read_spki(spki(DST.key, more, octets)).curve is A


@pytest.mark.parametrize(
	"wrong",
	[
		b"",
		SPKI_HEAD,
		SPKI_HEAD + VENDOR_KEY + b"\0",
		SPKI_HEAD + VENDOR_KEY[:-1],
		SPKI_HEAD + VENDOR_KEY[::-1],
		SPKI_HEAD + bytes(64),
		SPKI_HEAD + b"\xff" * 64,
		(SPKI_HEAD + VENDOR_KEY).replace(b"\x03\x43\x00", b"\x03\x43\x01"),
		b"\x30\x80" + (SPKI_HEAD + VENDOR_KEY)[2:] + b"\0\0",
		spki("1.2.860.3.15.1.1.1.1", [f"{DST.key}.1"], VENDOR_KEY),  # the parametric scheme
		spki(DST.key, [f"{MST.key}.1"], VENDOR_KEY),
		spki(DST.key, [f"{DST.key}.7"], VENDOR_KEY),
		spki(DST.key, [f"{DST.key}.1"] * 4, VENDOR_KEY),
		spki(DST.key, [], VENDOR_KEY),
		spki(DST.key, [f"{DST.key}.1"], make_key(C).octets),
		b"\x30\x84\xff\xff\xff\xff" + VENDOR_KEY,
		b"0" * 100_000,
	],
	ids=range(17),
)
def test_what_is_no_key_is_refused(wrong):
	with pytest.raises(ozdst.KeyRefused):
		ozdst.read_spki(wrong)


@given(st.binary(max_size=120))
def test_whatever_bytes_are_a_key_or_refused(data):
	for bytes_ in (data, SPKI_HEAD + data):
		try:
			ozdst.read_spki(bytes_)
		except ozdst.KeyRefused:
			continue


def test_object_identifiers_are_read():
	assert der.dotted(bytes.fromhex("2a865c030f010102020202")) == DST.signature
	for wrong in (b"", b"\x80\x01", b"\x2a\x86", b"\x2a" * 33):
		with pytest.raises(ValueError, match=r"identifier|number"):
			der.dotted(wrong)
