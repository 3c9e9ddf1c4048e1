package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// An answer that comes when somebody has gone elsewhere shows there in nothing.
func TestLateAnswersStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	life(t, plot{cluster: "big", late: late}, func(w *whole) {
		w.shows(3*time.Second, twelve()[11])
		w.Sleep(10 * time.Second)
		w.proxy.rule(faultRule{op: "ListTasks", when: "svc-003", does: stalls(4 * time.Second)})
		w.Press("j", "j", "j", "enter")
		w.shows(0, "svc-003 > tasks")
		w.Press("esc", "j", "j", "enter")
		w.shows(3*time.Second, "svc-005 > tasks", "3 running")
		before := idsOf(w.Screen())
		w.always(10*time.Second, func(screen string) string {
			if got := idsOf(screen); got != before || !strings.Contains(screen, "svc-005 > tasks") {
				return "other tasks: " + got + ", not " + before
			}
			return ""
		})
		w.Press("esc", "k", "k", "enter")
		w.shows(5*time.Second, "svc-003 > tasks", "3 running")
		if got := idsOf(w.Screen()); got == before {
			t.Errorf("the tasks of svc-003 are those of svc-005: %s", got)
		}
	})
}

// idsOf are the short ids of the tasks on a screen.
func idsOf(screen string) string {
	var ids []string
	for line := range strings.Lines(screen) {
		if fields := strings.Fields(line); len(fields) > 2 && len(fields[1]) == 8 && strings.Contains(line, "running") {
			ids = append(ids, fields[1])
		}
	}
	return strings.Join(ids, " ")
}

// A service has the tasks of its own cluster, whatever services of its name
// there are elsewhere, and all of them, however many pages they fill.
func TestTasksOfAService(t *testing.T) {
	t.Parallel()
	life(t, plot{services: 3, late: late}, func(w *whole) {
		w.do(sim.CreateService{Cluster: "small", Name: "svc-001", Family: "svc-001", Desired: 2, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
		many := 150
		w.do(sim.UpdateService{Cluster: "big", Name: "svc-001", Desired: &many})
		w.Sleep(10 * time.Minute)
		w.shows(0, "big", "small")
		w.Press("enter")
		w.shows(5*time.Second, "svc-001", "150/150")
		w.Press("home", "j", "enter")
		w.shows(5*time.Second, "big > svc-001 > tasks", "150 running", "1/150")
		w.Press("esc", "esc", "home", "j", "enter")
		w.shows(5*time.Second, "small > services", "svc-001")
		w.Press("enter")
		w.shows(5*time.Second, "small > svc-001 > tasks", "2 running", "1/2")
	})
}
