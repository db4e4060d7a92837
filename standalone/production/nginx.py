"""nginx of a machine for production, as text: TLS by the operator's certificate, built pages from files, everything else to the application."""

from standalone.ports import LOOPBACK
from standalone.production.layout import REALTIME, WEB, Layout
from standalone.production.texts import MADE

ACME = "/var/www/acme"
"""Where a program that renews a certificate may lay its answers."""
CIPHERS = (
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)
"""Of TLS 1.2: with forward secrecy and authenticated encryption alone."""


def http(portal: str) -> str:
	"""What goes into the block `http`. portal: docs/nginx/portal-http.conf as it is."""
	return (
		f"{MADE}\n{portal}\n"
		"# a browser names no origin when it asks its own site by GET; realtime wants one\n"
		'map $http_origin $esaylov_origin {\n\t"" https://$host;\n\tdefault $http_origin;\n}\n'
		"# the address and how it ended; no argument and no name of a document, which may be somebody's\n"
		"log_format esaylov '$remote_addr [$time_iso8601] $request_method $status $body_bytes_sent $request_time';\n"
		f"upstream esaylov_web {{\n\tserver {LOOPBACK}:{WEB} fail_timeout=0;\n\tkeepalive 32;\n}}\n"
		f"upstream esaylov_realtime {{\n\tserver {LOOPBACK}:{REALTIME} fail_timeout=0;\n}}\n"
	)


def site(layout: Layout, portal: str) -> str:
	"""The servers of the site. portal: docs/nginx/portal-server.conf as it is."""
	return f"{MADE}{_plain(layout)}{_others(layout)}{_tls(layout, portal)}"


def _plain(layout: Layout) -> str:
	return (
		f"server {{\n\tlisten 80;\n\tlisten [::]:80;\n\tserver_name {layout.site};\n\taccess_log /var/log/nginx/esaylov.log esaylov;\n"
		f"\tlocation /.well-known/acme-challenge/ {{ root {ACME}; }}\n"
		f"\tlocation / {{ return 301 https://{layout.site}$request_uri; }}\n}}\n"
	)


def _others(layout: Layout) -> str:
	"""Whoever asks for another name, or none, is told nothing."""
	return (
		"server {\n\tlisten 80 default_server;\n\tlisten [::]:80 default_server;\n"
		"\tlisten 443 ssl default_server;\n\tlisten [::]:443 ssl default_server;\n"
		"\tserver_name _;\n\tssl_reject_handshake on;\n\taccess_log off;\n\treturn 444;\n}\n"
	)


def _tls(layout: Layout, portal: str) -> str:
	second = " http2" if layout.debian < 13 else ""
	return (
		f"server {{\n\tlisten 443 ssl{second};\n\tlisten [::]:443 ssl{second};\n"
		f"{'' if second else chr(9) + 'http2 on;' + chr(10)}"
		f"\tserver_name {layout.site};\n\troot {layout.sites};\n"
		"\taccess_log /var/log/nginx/esaylov.log esaylov;\n\terror_log /var/log/nginx/esaylov.error.log crit;\n\tserver_tokens off;\n\n"
		f"\tssl_certificate {layout.certificate};\n\tssl_certificate_key {layout.key};\n"
		f"\tssl_protocols TLSv1.2 TLSv1.3;\n\tssl_ciphers {CIPHERS};\n\tssl_prefer_server_ciphers off;\n"
		"\tssl_session_cache shared:esaylov:10m;\n\tssl_session_timeout 1d;\n\tssl_session_tickets off;\n\n"
		"\tclient_max_body_size 50m;\n\tclient_header_timeout 15s;\n\tclient_body_timeout 60s;\n\tsend_timeout 60s;\n"
		"\tkeepalive_timeout 75s;\n\tlarge_client_header_buffers 4 16k;\n"
		"\tproxy_buffer_size 128k;\n\tproxy_buffers 4 256k;\n\tproxy_busy_buffers_size 256k;\n"
		"\tgzip on;\n\tgzip_min_length 256;\n\tgzip_vary on;\n"
		# not text/html of the application: an answer with a secret and a word of the reader's must not be compressed (BREACH)
		"\tgzip_types text/css application/javascript image/svg+xml;\n\n"
		f"\tset $esaylov_public {layout.folder}/public;\n{_indented(portal)}\n"
		f"{_locations(layout)}}}\n"
	)


def _locations(layout: Layout) -> str:
	return (
		"\tlocation /assets/ {\n\t\ttry_files $uri =404;\n"
		'\t\tadd_header Cache-Control "public, max-age=31536000";\n'
		'\t\tadd_header X-Content-Type-Options "nosniff" always;\n'
		"\t\tadd_header Strict-Transport-Security $esaylov_strict_transport always;\n\t}\n\n"
		"\tlocation /socket.io {\n\t\tproxy_http_version 1.1;\n"
		'\t\tproxy_set_header Upgrade $http_upgrade;\n\t\tproxy_set_header Connection "upgrade";\n'
		f"{_headers(layout)}"
		"\t\tproxy_set_header Origin $esaylov_origin;\n\t\tproxy_read_timeout 1h;\n\t\tproxy_pass http://esaylov_realtime;\n\t}\n\n"
		# nothing of the folder of sites but assets and what is public is ever read from the disk: private files come from the application
		"\tlocation / {\n\t\ttry_files /nonexistent @webserver;\n\t}\n\n"
		'\tlocation @webserver {\n\t\tproxy_http_version 1.1;\n\t\tproxy_set_header Connection "";\n'
		f"{_headers(layout)}"
		"\t\tproxy_read_timeout 120s;\n\t\tproxy_redirect off;\n\t\tproxy_pass http://esaylov_web;\n\t}\n"
	)


def _headers(layout: Layout) -> str:
	"""What the application is told of who asks: nothing that was sent from outside is passed on under these names."""
	told = {
		"Host": "$host",
		"X-Frappe-Site-Name": layout.site,
		"X-Forwarded-For": "$remote_addr",
		"X-Forwarded-Proto": "https",
		"X-Forwarded-Host": '""',
		"X-Use-X-Accel-Redirect": '""',
		"Forwarded": '""',
	}
	return "".join(f"\t\tproxy_set_header {name} {value};\n" for name, value in told.items())


def _indented(text: str) -> str:
	return "".join(f"\t{line}\n" if line else "\n" for line in text.splitlines())
