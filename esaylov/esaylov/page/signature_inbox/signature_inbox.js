// The page of what waits for a signature; all else: public/js/desk/signatures.
esaylov.page("signature-inbox", __("To Sign"), { isTall: true });
