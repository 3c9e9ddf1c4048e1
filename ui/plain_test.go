package ui

import (
	"bytes"
	"context"
	"errors"
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

// withFiles keeps what is saved in a map, and has no other program.
func withFiles(files map[string]string) rigOption {
	return func(_ *rig, o *Options) {
		o.Machine = &Machine{OS: "linux", Getenv: func(string) string { return "" }, Look: func(string) (string, error) { return "", errors.New("not there") },
			Save: func(name, text string) (string, error) { files[name] = text; return "/tmp/" + name, nil }}
	}
}

func wasSaid(t *testing.T, said string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.Errorf("%q was not said:\n%s", part, said)
		}
	}
}

// A menu takes a letter, a number or a name, and nothing else.
func TestPlainMenus(t *testing.T) {
	files := map[string]string{}
	said := inWords(t, "services food-delivery\ncopy name\ncopy\ni\ncopy\n3\ncopy\nzebra\nsave\nc\ncopy command\n", withFiles(files))
	wasSaid(t, said, "> copy name\npayment\n", "1. ARN (a)", "> 3\npayment\n", "zebra is not among them", "aws ecs describe-services", "saved /tmp/")
	if strings.Contains(said, "terminal") || strings.Contains(said, "clipboard") {
		t.Errorf("there is no clipboard:\n%s", said)
	}
	if len(files) != 1 {
		t.Fatalf("saved are %v", files)
	}
	for name, text := range files {
		if !strings.HasSuffix(name, ".csv") || !strings.Contains(text, ",") || strings.Contains(text, "# ") {
			t.Errorf("%s is %s", name, text)
		}
	}
}

func TestPlainSavesWhatIsNamed(t *testing.T) {
	for _, line := range []string{"save json here.json", ":save json here.json"} {
		files := map[string]string{}
		wasSaid(t, inWords(t, "services food-delivery\n"+line+"\n", withFiles(files)), "saved /tmp/here.json")
		if text := files["here.json"]; !strings.HasPrefix(text, "[") {
			t.Errorf("%s saves %q", line, text)
		}
	}
}

// A screen for another program is printed.
func TestPlainPages(t *testing.T) {
	wasSaid(t, inWords(t, "services food-delivery\npager\n", withFiles(nil)), "> pager\nSERVICE")
}

// Help names nothing twice.
func TestPlainHelp(t *testing.T) {
	seen := map[string]bool{}
	_, help, _ := strings.Cut(inWords(t, "services food-delivery\nhelp\n"), "> help\n")
	for line := range strings.SplitSeq(help, "\n") {
		names, _, _ := strings.Cut(line, ": ")
		for name := range strings.SplitSeq(names, ", ") {
			name, _, _ = strings.Cut(name, " FORM")
			if seen[name] && name != "" {
				t.Errorf("%s is listed twice", name)
			}
			seen[name] = true
		}
	}
}

// Marked rows are decided about at once, and each tells what became of it.
func TestPlainMarks(t *testing.T) {
	said := inWords(t, "services food-delivery\nmark order notification\nscale +1\nyes\nredeploy order\nunmark\nmark all\nredeploy\nno\nscale\nmany\n")
	wasSaid(t, said, "2 marked: ", "Scale 2 services", "order: 8 to 9: starts 1 task", "notification: 2 to 3: starts 1 task", "Type yes to scale 2", "order: done", "notification: done", "result: 2 done",
		"leave order out, or unmark first", "No row is marked", "3 marked: ", "Redeploy 3 services", "Cancelled, nothing was sent", "many is not a number of tasks")
	for _, hint := range []string{"( ", "(f:", "pgdown", "esc"} {
		if strings.Contains(said, hint) {
			t.Errorf("%q is for keys:\n%s", hint, said)
		}
	}
	typed := inWords(t, "services food-delivery\nmark order notification\nredeploy\nyes\nredeploy\n2\n", guarded(backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Cluster: "*"}, Confirm: backend.ConfirmType}}}))
	wasSaid(t, typed, "Type 2 to redeploy 2", "Cancelled, nothing was sent", "result: 2 done")
}
