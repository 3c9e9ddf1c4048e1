package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// inWords plays a script of commands and returns what was said.
func inWords(t *testing.T, script string, options ...rigOption) string {
	t.Helper()
	r := &rig{t: t, feed: newScript(newWorld()), wall: noon}
	r.plain = &plain{about: awsAbout(), snap: func() *model.Snapshot { return r.feed.Latest() }}
	o := Options{Backend: full{r.plain}, Feed: r.feed, About: awsAbout(), Wall: func() time.Time { return noon }, Where: Where{View: views.KindClusters}}
	for _, option := range options {
		option(r, &o)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	if err := talk(ctx, o, strings.NewReader(script), &out, false, 100*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	for _, c := range out.String() {
		if c != '\n' && (c < ' ' || c >= 0x2500 && c <= 0x28ff) {
			t.Errorf("%q is not for a screen reader", c)
		}
	}
	return out.String()
}

func TestPlain(t *testing.T) {
	golden.RequireEqual(t, inWords(t, `services food-delivery
scale order 12
yes
scale payment
many
redeploy nobody
redeploy notification
no
filter pay
filter
2
back
service payment
back
fliter
read
quit
`))
}

// The same rules hold in lines.
func TestPlainKeepsTheRules(t *testing.T) {
	yes := true
	said := inWords(t, "services food-delivery\nredeploy order\nyes\nredeploy order\norder\n", guarded(backend.Policy{Production: true, Rules: []backend.Rule{{Match: backend.Match{Cluster: "*"}, Banner: "THE BANK", Confirm: backend.ConfirmType}}}))
	for _, want := range []string{"THE BANK: food-delivery", "Redeploy order - THE BANK 1234-5678-9012", "Type order to redeploy", "Cancelled, nothing was sent.", "accepted: redeploy order"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q was not said:\n%s", want, said)
		}
	}
	said = inWords(t, "services food-delivery\nscale order 3\nyes\n", guarded(backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Cluster: "*"}, ReadOnly: &yes}}}))
	if !strings.Contains(said, "Not now: "+held) || strings.Contains(said, "accepted") {
		t.Errorf("a rule does not hold:\n%s", said)
	}
}

// Every screen of the registry can be had in lines.
func TestPlainHasEveryScreen(t *testing.T) {
	var script strings.Builder
	for _, e := range views.All() {
		script.WriteString(e.Kind)
		if e.Subject == screen.OfACluster || e.Subject == screen.OfAService {
			script.WriteString(" food-delivery")
		}
		if e.Subject == screen.OfOneService {
			script.WriteString(" food-delivery/payment")
		}
		script.WriteString("\nhelp\n")
	}
	script.WriteString("wait soon\n")
	said := inWords(t, script.String(), onSimulator)
	if !strings.Contains(said, "wait for how long?") {
		t.Error("it did not come to its end")
	}
	if strings.Contains(said, "Nothing here is called") {
		t.Error("a screen is not known by its name")
	}
}

// What changes is said, and what only grows older is not.
func TestNews(t *testing.T) {
	r := newRig(t, plainWide, plainHigh)
	p := &inLines{m: r.m, out: &bytes.Buffer{}, ctx: t.Context()}
	r.press("enter")
	p.told = p.tell()
	r.later(time.Minute)
	if news := p.news(); len(news) > 0 {
		t.Errorf("nothing has happened, and it is said: %q", news)
	}
	r.publish(func(s *model.Snapshot) {
		for ref, part := range s.Services {
			rows := append([]model.Service(nil), part.Rows...)
			for i := range rows {
				if rows[i].Ref.Name == "order" {
					rows[i].Running = 7
				}
			}
			part.Rows = rows
			s.Services[ref] = part
		}
	})
	if news := strings.Join(p.news(), "\n"); !strings.Contains(news, "order: tasks 7 of 8, was 8 of 8") {
		t.Errorf("said was %q", news)
	}
}
