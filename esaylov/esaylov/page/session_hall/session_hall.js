// The page of the hall, which covers the framework's frame; all else: public/js/desk/hall.
esaylov.page("session-hall", __("Session Hall"), {
	onHide: (app) => app.show(""), // read anew when it is shown again
});
