"""The contracts as an OpenAPI 3.1 document, made of what the endpoints declare; see README.md of `core`.

Values in, a document out: which endpoints there are is the framework's side (`api.contract`).
"""

from esaylov.core.openapi.codes import ErrorCodes, raised
from esaylov.core.openapi.document import About, FormSchema, document
from esaylov.core.openapi.operation import Media, Operation, Parameter, described, kind_of, operation

__all__ = [
	"About",
	"ErrorCodes",
	"FormSchema",
	"Media",
	"Operation",
	"Parameter",
	"described",
	"document",
	"kind_of",
	"operation",
	"raised",
]
