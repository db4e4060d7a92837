"""Endpoints: thin, typed, each calls one service. `GET /api/method/esaylov.api.status` names the function here."""

from esaylov.api.status import status as status
