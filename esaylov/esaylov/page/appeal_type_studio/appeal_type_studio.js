// The page of the studio; all else: public/js/desk/studio.
esaylov.page("appeal-type-studio", __("Appeal Type Studio"), { isTall: true });
