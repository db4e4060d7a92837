// The page on which an election is prepared step by step; all else: public/js/desk/preparation.
esaylov.page("preparation-wizard", __("Prepare an Election"), {
	onHide: (app) => app.show(null), // read anew when it is shown again
});
