"""The pages of the portal, the cabinet and the check of documents: each a template and a module of the same name.

A page is added like this:

1. `portal/NAME.py` (or `cabinet/`, `verify/`) with `ROUTE = Route(...)`: the address, the methods, who may see it (`login`),
   whether a language stands in front (`is_public`), whether it is kept as a file (`is_built`), the records that the address
   names, the arguments of the query that it reads (`arguments`; docs/nginx/portal-http.conf names them too). A page with several addresses has a tuple `ROUTES`.
2. In it `get_context(request, **parts)` under `@portal_page`: the parts are the groups of the address, the answer is a
   `Page`, `Redirect`, `Data`, `Download` or `Content` (`esaylov/portal/web.py`).
3. `portal/NAME.html` beside it, which extends `base.html`. What answers with a file or with data has no template.
4. Words in `esaylov/portal/texts/`, a row in the table of `esaylov/portal/README.md`, and for the cabinet one in
   `tests/permissions/pages.py`.

No list names the pages: `esaylov/portal/routes.py` walks this folder. What several pages share stands in `esaylov/portal/`,
shared templates in `esaylov/templates/portal/`; a page imports no other page, and nobody imports a page.

Nothing but pairs and lone modules may lie here: Frappe's own renderer would give out any other text file at its name, a
README too, and a template without a module unescaped. With `@portal_page` it finds no page (`tests/site/portal/test_www.py`).
"""
