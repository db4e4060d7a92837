// The page of procedures; all else: public/js/desk/procedure.
esaylov.page("appeal-procedure", __("Procedure of Appeals"));
