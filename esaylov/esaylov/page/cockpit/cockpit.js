// The page of the cockpit; all else: public/js/desk/cockpit.
esaylov.page("cockpit", __("Cockpit"));
