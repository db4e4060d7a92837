no_value_fields: tuple[str, ...]
table_fields: tuple[str, ...]
optional_fields: tuple[str, ...]
default_fields: tuple[str, ...]
