"""The public door of operating: what monitoring and backups ask of a site."""

from esaylov.framework.place import hold
from esaylov.setup.operating.disks import is_full
from esaylov.setup.operating.health import answer as answer_health
from esaylov.setup.operating.inventory import census, describe_lost_files, deviations
from esaylov.setup.operating.levels import request_times
from esaylov.setup.operating.log_scan import scan_logs
from esaylov.setup.operating.measuring import metrics
from esaylov.setup.operating.release import ReleaseResult, prepare_release, release
from esaylov.setup.operating.tls_end import note_tls_end

__all__ = [
	"ReleaseResult",
	"answer_health",
	"census",
	"describe_lost_files",
	"deviations",
	"hold",
	"is_full",
	"metrics",
	"note_tls_end",
	"prepare_release",
	"release",
	"request_times",
	"scan_logs",
]
