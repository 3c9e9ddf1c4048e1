package ui_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// workflow is something that people do every day, as keys against a living
// world. It begins where the figures of the others begin: signed in, on the
// services of the right cluster. Ours lists the worst first; where the service
// in question is not the first, the keys to it count.
type workflow struct {
	number   string
	name     string
	scenario string
	at       time.Duration
	cluster  string
	w        int      // how wide the screen is; 0 is 120
	view     string   // where it begins; the services of the cluster
	rest     []string // pressed before counting: the cursor is where it would be
	keys     []string // counted; words are typed, and count as one
	target   int
	shows    []string
	console  string // clicks / pages
	cli      string // commands, characters
	e1s      string
}

// lately is how long a person waits for a screen at the most.
const lately = 3 * time.Second

func (w workflow) walk(t *testing.T) {
	t.Helper()
	l := living{scenario: w.scenario, at: w.at, w: 120, h: 40, speed: 1, open: ui.Options{Where: ui.Where{Cluster: w.cluster, View: w.view}}}
	if w.w > 0 {
		l.w = w.w
	}
	if w.view == "" {
		l.open.View = views.KindServices
	}
	d, _ := l.begin(t)
	d.Sleep(settled)
	d.Press(w.rest...)
	d.Sleep(settled)
	if has(d.Screen(), w.shows) && w.target > 0 {
		t.Errorf("all of %q is on the screen already, without a key:\n%s", w.shows, d.Screen())
	}
	for _, key := range w.keys {
		press(t, d, key)
	}
	for waited := time.Duration(0); !has(d.Screen(), w.shows); waited += 100 * time.Millisecond {
		if waited >= lately {
			t.Fatalf("%v do not show %q within %s:\n%s", w.keys, w.shows, lately, d.Screen())
		}
		d.Sleep(100 * time.Millisecond)
	}
	if n := w.count(); n > w.target {
		t.Errorf("%d keys, the target is %d", n, w.target)
	}
}

// press presses a key, or types a word.
func press(t *testing.T, d *uitest.Driver, key string) {
	t.Helper()
	if word, is := strings.CutPrefix(key, "word "); is {
		d.Type(word)
		return
	}
	d.Press(key)
	d.Sleep(overlay.Grace) // a dialog takes no key before it can have been read
}

// count counts the keys. A word that is a name, a reason or a command is said
// beside the figure.
func (w workflow) count() (n int) {
	for _, key := range w.keys {
		if !strings.HasPrefix(key, "word ") {
			n++
		}
	}
	return n
}

func (w workflow) pressed() string {
	var out []string
	for _, key := range w.keys {
		if word, is := strings.CutPrefix(key, "word "); is {
			out = append(out, "*"+word+"*")
			continue
		}
		out = append(out, "`"+key+"`")
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, " ")
}

func has(screen string, all []string) bool {
	for _, part := range all {
		if !strings.Contains(screen, part) {
			return false
		}
	}
	return true
}

// Each workflow is within its target.
func TestWorkflows(t *testing.T) {
	for _, w := range workflows {
		t.Run(w.number, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { w.walk(t) })
		})
	}
}

var updateWorkflows = flag.Bool("workflows", false, "write docs/workflows.md anew")

// The page of workflows is made of the same values that the tests walk.
func TestWorkflowsPage(t *testing.T) {
	var page bytes.Buffer
	page.WriteString(workflowsHead)
	for _, w := range workflows {
		target := fmt.Sprint(w.target)
		fmt.Fprintf(&page, "| %s | %s | %s | %d | %s | %s | %s | %s |\n", w.number, w.name, w.pressed(), w.count(), target, w.e1s, w.console, w.cli)
	}
	page.WriteString(workflowsTail)
	if !utf8.Valid(page.Bytes()) {
		t.Fatal("the page is no UTF-8")
	}
	path := filepath.Join("..", "docs", "workflows.md")
	if *updateWorkflows {
		if err := os.WriteFile(path, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, page.Bytes()) {
		t.Errorf("%s is not what the workflows are: make golden writes it anew", path)
	}
}

const workflowsHead = `# Workflows

Things that people who run services do every day, and the keys they take. Each
row is a test that presses these keys against the simulator and reads the answer
off the screen, at most three seconds after the last of them.

Counting begins signed in, on the services of the right cluster. Ours lists the
worst first, so the service in question is usually under the cursor. Words in
italics are typed. Figures of the others: e1s v2.0.0-rc.4, keys from the same
list; the console, clicks and pages from the cluster's page; the aws CLI,
commands and characters typed.

| | what | keys | count | target | e1s | console | aws CLI |
|---|---|---|---:|---:|---|---|---|
`

const workflowsTail = ``
