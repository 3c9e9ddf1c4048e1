package views

import (
	"fmt"
	"math"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
)

// insightGroups are the metrics of Container Insights that belong into one
// chart.
var insightGroups = []struct {
	title   string
	unit    func(float64) string
	metrics [][2]string // its name, and what it is called at the line
}{
	{"NETWORK", perSecond, [][2]string{{"NetworkRxBytes", "received"}, {"NetworkTxBytes", "sent"}}},
	{"TASKS", plainCount, [][2]string{{"DesiredTaskCount", "desired"}, {"RunningTaskCount", "running"}, {"PendingTaskCount", "pending"}}},
	{"EPHEMERAL STORAGE", gigabytes, [][2]string{{"EphemeralStorageUtilized", "used"}, {"EphemeralStorageReserved", "reserved"}}},
	{"STORAGE", bytesOf, [][2]string{{"StorageReadBytes", "read"}, {"StorageWriteBytes", "written"}}},
	{"RESTARTS", plainCount, [][2]string{{"RestartCount", "restarts"}}},
}

// insightCharts are those of which anything was recorded.
func insightCharts(series []model.Series, marks []chart.Mark) []usage {
	var out []usage
	for _, g := range insightGroups {
		u := usage{title: g.title, unit: g.unit, hi: 1, target: math.NaN(), marks: marks}
		for _, m := range g.metrics {
			for _, s := range series {
				if s.Metric == m[0] {
					u.lines = append(u.lines, lineOf(m[1], s))
				}
			}
		}
		if len(u.lines) > 0 {
			out = append(out, u)
		}
	}
	return out
}

func plainCount(v float64) string { return fmt.Sprintf("%g", v) }
func perSecond(v float64) string  { return bytesOf(v) + "/s" }
func gigabytes(v float64) string  { return fmt.Sprintf("%g GB", v) }

// bytesOf is a number of bytes with the unit that leaves few digits.
func bytesOf(v float64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	i := 0
	for ; math.Abs(v) >= 1000 && i < len(units)-1; i++ {
		v /= 1000
	}
	return fmt.Sprintf("%.3g %s", v, units[i])
}
