package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestLifeIsToldFromItsTimes: of a task that runs, that ended, that never came to
// run, and of one whose times tell little.
func TestLifeIsToldFromItsTimes(t *testing.T) {
	base := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return base.Add(time.Duration(seconds) * time.Second) }
	running := model.Task{Status: model.TaskRunning, DesiredStatus: model.TaskRunning, CreatedAt: base, ConnectivityAt: at(4), PullStartedAt: at(6), PullStoppedAt: at(17), StartedAt: at(20)}
	ended := running
	ended.Status, ended.DesiredStatus, ended.StoppingAt, ended.ExecutionStoppedAt, ended.StoppedAt = model.TaskStopped, model.TaskStopped, at(100), at(130), at(145)
	failed := model.Task{Status: model.TaskStopped, DesiredStatus: model.TaskStopped, CreatedAt: base, ConnectivityAt: at(4), PullStartedAt: at(6), StoppingAt: at(30), ExecutionStoppedAt: at(31), StoppedAt: at(40)}
	unplaced := model.Task{Status: model.TaskStopped, DesiredStatus: model.TaskStopped, CreatedAt: base, StoppingAt: at(60), StoppedAt: at(61)}
	pulling := model.Task{Status: model.TaskPending, DesiredStatus: model.TaskRunning, CreatedAt: base, ConnectivityAt: at(4), PullStartedAt: at(6)}
	reconnected := running
	reconnected.ConnectivityAt = at(90)
	bare := model.Task{Status: model.TaskRunning, CreatedAt: base, StartedAt: at(20)}
	for _, c := range []struct {
		name string
		task model.Task
		want string
	}{
		{"running", running, "PROVISIONING 4s|PENDING 2s|pull 11s|ACTIVATING 3s|RUNNING 3m20s now"},
		{"ended", ended, "PROVISIONING 4s|PENDING 2s|pull 11s|ACTIVATING 3s|RUNNING 1m20s|STOPPING 30s|DEPROVISIONING 15s"},
		{"failed while pulling", failed, "PROVISIONING 4s|PENDING 2s|pull 24s failed|STOPPING 1s|DEPROVISIONING 9s"},
		{"never placed", unplaced, "PROVISIONING 1m0s failed|STOPPING, DEPROVISIONING 1s"},
		{"pulling", pulling, "PROVISIONING 4s|PENDING 2s|pull 3m34s now"},
		{"connected again", reconnected, "PROVISIONING, PENDING 6s|pull 11s|ACTIVATING 3s|RUNNING 3m20s now"},
		{"few times", bare, "PROVISIONING, PENDING, pull, ACTIVATING 20s|RUNNING 3m20s now"},
		{"nothing known", model.Task{Status: model.TaskRunning}, ""},
	} {
		var got []string
		for _, p := range lifeOf(c.task, at(220)) {
			says := fmt.Sprintf("%s %s", p.name, p.lasted())
			if p.failed {
				says += " failed"
			}
			if p.now {
				says += " now"
			}
			got = append(got, says)
		}
		if says := strings.Join(got, "|"); says != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, says, c.want)
		}
	}
}
