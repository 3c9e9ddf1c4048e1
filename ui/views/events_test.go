package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// What several services tell is one story, the newest first; that nothing happens
// is told once for all between which nothing happened.
func TestEventsOfACluster(t *testing.T) {
	told := func(name string, minutes ...int) model.Service {
		s := model.Service{Ref: homeCluster.Service(name)}
		for _, m := range minutes {
			e := model.Event{ID: fmt.Sprint(name, m), At: homeAgo(time.Duration(m) * time.Minute), Message: "(service " + name + ") has reached a steady state."}
			if m%2 == 1 {
				e.Message = "(service " + name + ") has started 1 tasks: (task 0123456789abcdef0123456789abcdef)."
			}
			s.Events = append(s.Events, e)
		}
		return s
	}
	services := []model.Service{told("api", 2, 4, 5, 8), told("web", 6, 7, 10, 12)}
	say := func(rows []eventRow) string {
		var lines []string
		for _, e := range rows {
			lines = append(lines, fmt.Sprintf("%s %s %d", e.ID, e.oldest.ID, len(e.steady)))
		}
		return strings.Join(lines, ", ")
	}
	all := eventsOf(services, "")
	if got, want := say(all), "api2 api2 0, api4 api4 0, api5 api5 0, web6 web6 0, web7 web7 0, api8 api8 0, web10 web10 0, web12 web12 0"; got != want {
		t.Errorf("merged\n%s\nwant\n%s", got, want)
	}
	if got, want := say(foldSteady(all)), "api2 api4 1, api5 api5 0, web6 web6 0, web7 web7 0, api8 web12 2"; got != want {
		t.Errorf("folded\n%s\nwant\n%s", got, want)
	}
	if got, want := say(eventsOf(services, "web")), "web6 web6 0, web7 web7 0, web10 web10 0, web12 web12 0"; got != want {
		t.Errorf("of one\n%s\nwant\n%s", got, want)
	}
}
