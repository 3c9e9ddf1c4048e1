package views

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestTimeToCome(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 35, 0, 0, time.UTC)
	for word, want := range map[string]string{
		"13:30": "2026-11-23T13:30:00Z", "08:00": "2026-11-24T08:00:00Z", "12:35:30": "2026-11-23T12:35:30Z",
		"2h30m": "2026-11-23T15:05:00Z", "+90s": "2026-11-23T12:36:30Z", "2026-11-24 08:00": "2026-11-24T08:00:00Z",
		"2026-11-25T00:00:00Z": "2026-11-25T00:00:00Z",
	} {
		if at, why := timeToCome(word, now); why != "" || at.Format(time.RFC3339) != want {
			t.Errorf("%s is %v (%s), want %s", word, at, why, want)
		}
	}
	for _, word := range []string{"", "soon", "-1h", "0s", "2026-11-22 08:00", "400h", "25:00", "12"} {
		if at, why := timeToCome(word, now); why == "" {
			t.Errorf("%q is taken for %v", word, at)
		}
	}
}

func TestCausesOfAnEntry(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 11, 23, 12, 0, s, 0, time.UTC) }
	all := []model.JournalEntry{
		{Seq: 1, At: at(0), Kind: "command", Cluster: "c", Service: "api", Text: "update service, api:2"},
		{Seq: 2, At: at(1), Kind: "task", Cluster: "c", Service: "other", Entity: "t9", Text: "RUNNING"},
		{Seq: 3, At: at(2), Kind: "deployment", Cluster: "c", Service: "api", Entity: "ecs-svc/1", Text: "IN_PROGRESS api:2"},
		{Seq: 4, At: at(3), Kind: "task", Cluster: "c", Service: "api", Entity: "t1", Text: "PROVISIONING", Cause: "ecs-svc/1"},
		{Seq: 5, At: at(4), Kind: "task", Cluster: "c", Service: "api", Entity: "t2", Text: "PROVISIONING", Cause: "ecs-svc/1"},
		{Seq: 6, At: at(5), Kind: "container", Cluster: "c", Service: "api", Entity: "t1", Text: "app STOPPED exit 1", Cause: "exit 1"},
	}
	var got []uint64
	for _, e := range causes(all, all[5]) {
		got = append(got, e.Seq)
	}
	if want := []uint64{4, 3, 1}; len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("led to it: %v, want %v", got, want)
	}
	if s := all[5].Severity(); s != model.Broken {
		t.Errorf("a crash is %v", s)
	}
}
