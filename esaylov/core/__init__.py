"""The law and the formats as pure Python: no frappe, no database, no clock. See README.md."""
