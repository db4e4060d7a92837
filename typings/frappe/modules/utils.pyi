from types import ModuleType

def load_doctype_module(
	doctype: str, module: str | None = None, prefix: str = "", suffix: str = ""
) -> ModuleType: ...
