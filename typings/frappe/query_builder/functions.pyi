from pypika.functions import (
	Avg as Avg,
)
from pypika.functions import (
	Coalesce as Coalesce,
)
from pypika.functions import (
	Count as Count,
)
from pypika.functions import (
	Date as Date,
)
from pypika.functions import (
	Max as Max,
)
from pypika.functions import (
	Min as Min,
)
from pypika.functions import (
	NullIf as NullIf,
)
from pypika.functions import (
	Replace as Replace,
)
from pypika.functions import (
	Sum as Sum,
)
