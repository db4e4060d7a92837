// The page of the desk; all else: public/js/desk/commission.
esaylov.page("commission-desk", __("Commission Desk"), { isTall: true, onHide: (app) => app.depart() });
