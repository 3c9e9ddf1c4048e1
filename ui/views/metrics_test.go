package views

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func TestInsightsAreDrawnTogether(t *testing.T) {
	series := []model.Series{usageOf("NetworkRxBytes", 1500, 2500), usageOf("NetworkTxBytes", 900, 1200), usageOf("CpuUtilized", 3)}
	charts := insightCharts(series, nil)
	if len(charts) != 1 || charts[0].title != "NETWORK" || len(charts[0].lines) != 2 {
		t.Fatalf("%+v", charts)
	}
	lines := charts[0].draw(theme.Default().InASCII(), noon, 60, 8)
	if len(lines) != 9 {
		t.Errorf("%d lines", len(lines))
	}
	text := ansi.Strip(strings.Join(lines, "\n"))
	for _, want := range []string{"NETWORK", "received", "sent", "kB/s"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, l := range lines {
		if w := ansi.StringWidth(l); w != 60 {
			t.Errorf("%q is %d wide", ansi.Strip(l), w)
		}
	}
}

func TestTasksBehindTargets(t *testing.T) {
	tasks := []model.Task{
		{Ref: model.TaskRef{ID: "old"}, IP: "10.0.0.1", CreatedAt: noon.Add(-time.Hour)},
		{Ref: model.TaskRef{ID: "new"}, IP: "10.0.0.1", CreatedAt: noon},
		{Ref: model.TaskRef{ID: "bridge"}, Containers: []model.Container{{Bindings: []model.Binding{{HostPort: 32768}}}}},
	}
	for target, want := range map[model.Target]string{
		{ID: "10.0.0.1", Port: 80}:  "new",
		{ID: "10.0.0.9", Port: 80}:  "",
		{ID: "i-0abc", Port: 32768}: "bridge",
		{ID: "i-0abc", Port: 80}:    "",
	} {
		if got, _ := taskAt(tasks, target); got.Ref.ID != want {
			t.Errorf("%s:%d is %q, want %q", target.ID, target.Port, got.Ref.ID, want)
		}
	}
}
