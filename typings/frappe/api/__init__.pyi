from werkzeug.routing import Map

API_URL_MAP: Map
