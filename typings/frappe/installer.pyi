from typing import Any

def update_site_config(
	key: str, value: Any, validate: bool = True, site_config_path: str | None = None
) -> None: ...
