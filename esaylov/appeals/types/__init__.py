"""Appeal types as data: definitions, versions, windows and recipients, import and export, checks and publication."""
