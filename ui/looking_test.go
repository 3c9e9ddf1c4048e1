package ui

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// bench is a machine of the tests: what it has, and what was asked of it.
type bench struct {
	env      map[string]string
	programs []string
	fail     error
	ran      []string // program and its input
}

func (b *bench) option(dir string) rigOption {
	return func(_ *rig, o *Options) {
		o.Machine = &Machine{
			OS: "linux", Getenv: func(k string) string { return b.env[k] },
			Look: func(p string) (string, error) {
				if slices.Contains(b.programs, p) {
					return "/bin/" + p, nil
				}
				return "", errors.New("not found")
			},
			Run: func(_ context.Context, text string, program ...string) error {
				b.ran = append(b.ran, strings.Join(program, " ")+" < "+text)
				return b.fail
			},
			Save: func(name, text string) (string, error) { return saveFile(filepath.Join(dir, name), text) },
			Temp: tempFile,
		}
	}
}

// do gives keys and then the program what came of the last one.
func (r *rig) do(keys ...string) tea.Msg {
	r.t.Helper()
	cmd := r.press(keys...)
	if cmd == nil {
		r.t.Fatalf("%v began nothing", keys)
	}
	msg := cmd()
	if _, after := r.m.Update(msg); after != nil {
		return after()
	}
	return msg
}

func TestCopyMenuAndItsWays(t *testing.T) {
	const arn = "arn:aws:ecs:eu-west-1:123456789012:service/food-delivery/"
	r := newRig(t, 160, 30)
	r.press("enter", "G", "y")
	r.shows("ARN", arn[:50], "console URL", "table as CSV", "aws ecs describe-services --cluster food-delivery", "only where there are log lines")
	if cmd := r.press("a"); cmd == nil {
		t.Error("nothing is copied")
	}
	r.shows("ARN given to the terminal's clipboard (OSC 52)")

	b := &bench{env: map[string]string{"DISPLAY": ":0"}, programs: []string{"xclip"}}
	r = newRig(t, 100, 30, b.option(""))
	r.press("enter", "G", "y")
	r.do("a")
	r.shows("ARN copied with xclip")
	if len(b.ran) != 1 || !strings.HasPrefix(b.ran[0], "xclip -selection clipboard < "+arn) {
		t.Errorf("ran %q", b.ran)
	}
	b.fail = errors.New("xclip: cannot open display")
	raw, _ := r.do("Y").(tea.RawMsg)
	r.shows("xclip: cannot open display; aws command given to the terminal's clipboard")
	text := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(raw.Msg), "\x1b]52;c;"), "\a")
	got, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !strings.HasPrefix(string(got), "aws ecs describe-services --cluster food-delivery --services ") || !strings.HasSuffix(string(got), " --region eu-west-1 --profile prod") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSavingWritesNothingOver(t *testing.T) {
	dir := t.TempDir()
	r := newRig(t, 120, 30, (&bench{}).option(dir))
	r.press("enter", "ctrl+s")
	r.shows("Save to a file", "report as Markdown", "ecsdeck-services-food-delivery-")
	saved, _ := r.do("r").(savedMsg)
	if saved.err != nil {
		t.Fatal(saved.err)
	}
	r.shows("saved " + dir)
	info, err := os.Stat(saved.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	report, _ := os.ReadFile(saved.path)
	for _, want := range []string{"# services of food-delivery\n", "account 123456789012", "| SERVICE |", "## ", "```yaml\nserviceArn: "} {
		if !strings.Contains(string(report), want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	r.press("ctrl+s")
	if again, _ := r.do("r").(savedMsg); again.err == nil {
		t.Error("a file was written over")
	}
	r.shows("is there already, and is not written over")
	r.press(":")
	for _, k := range "save csv mine.csv" {
		if k == ' ' {
			r.press("space")
			continue
		}
		r.press(string(k))
	}
	if msg, _ := r.do("enter").(savedMsg); msg.err != nil || filepath.Base(msg.path) != "mine.csv" {
		t.Errorf("%+v", msg)
	}
}

func TestPagerAndEditor(t *testing.T) {
	b := &bench{env: map[string]string{"PAGER": "nosuch"}, programs: []string{"vi"}}
	r := newRig(t, 100, 30, b.option(""))
	r.press("enter")
	r.do("|")
	r.shows("$PAGER is nosuch, which is not there")
	cmd := r.press("E")
	brought, _ := cmd().(broughtMsg)
	if brought.err != nil || brought.program[0] != "vi" {
		t.Fatalf("%+v", brought)
	}
	path := brought.program[1]
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "SERVICE") || !strings.Contains(string(text), "notification") {
		t.Errorf("%v: %s", err, text)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	brought.remove()
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is left behind")
	}
}

func TestConsole(t *testing.T) {
	b := &bench{env: map[string]string{"DISPLAY": ":0"}, programs: []string{"xdg-open"}}
	r := newRig(t, 100, 30, b.option(""))
	r.press("enter")
	r.do("O")
	if len(b.ran) != 1 || !strings.HasPrefix(b.ran[0], "xdg-open https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/food-delivery/services/") {
		t.Errorf("ran %q", b.ran)
	}
	b.env["SSH_TTY"] = "/dev/pts/1"
	r.do("O")
	r.shows("AWS console", "https://eu-west-1.console.aws.amazon.com", "no browser can be opened from here")
	r = newRig(t, 100, 30, onSimulator)
	r.press("enter", "O")
	r.shows("a simulated account has no console")
}

func TestDocumentIsFoldedAndSearched(t *testing.T) {
	r := newRig(t, 100, 30)
	r.press("enter", "G", "D")
	r.shows("serviceArn: arn:aws:ecs", "desiredCount: ", "YAML")
	r.press("f")
	r.shows(`"desiredCount": `, "JSON")
	r.press("z")
	r.shows(`"deployments": [ 1 item ]`, "folded")
	r.press("/")
	for _, k := range "rolloutstate" {
		r.press(string(k))
	}
	r.press("enter")
	r.shows(`"rolloutState": "`, "1 of 1")
	r.press("D")
	r.shows("this is the document")
	r.press("esc", "esc")
	r.hides("rolloutState")
}

// TestErrorsStay: an error is there as long as the session is, and tells that it
// is over.
func TestErrorsStay(t *testing.T) {
	r := newRig(t, 100, 30)
	r.press("enter")
	ref := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "food-delivery"}
	fail := func(err error) {
		r.publish(func(s *model.Snapshot) {
			part := s.Services[ref]
			part.Err = err
			s.Services[ref] = part
		})
	}
	broken := func() error {
		return &backend.Error{Kind: backend.KindServer, Op: "ecs:DescribeServices", Target: "cluster food-delivery", Message: "An internal error occurred.", RequestID: "4c1d-77"}
	}
	fail(broken())
	r.later(0)
	fail(broken())
	r.press("!")
	r.shows("Messages of this session", "✗ 1 now", "server error", "ecs:DescribeServices", "An internal error occurred.", "4c1d-77", "2, first")
	r.press("esc")
	fail(nil)
	r.press("!")
	r.shows("none of them now", "server error, o", "4c1d-77")
	if cmd := r.press("Y"); cmd == nil {
		t.Error("the error cannot be copied")
	}
	r.press("esc")
	r.m.toldOf(screen.Told{Text: "could not begin crash loop", Err: errors.New("there is no such service")})
	r.press("!")
	r.shows("could not begin crash loop", "there is no such service")
}

func TestDocumentsByName(t *testing.T) {
	r := newRig(t, 120, 30)
	r.press("enter")
	for _, c := range []struct{ line, has string }{{"json food-delivery/order", `"serviceName": "order"`}, {"yaml order", "serviceName: order"}, {"document food-delivery/order", "serviceName: order"}} {
		r.press(":")
		r.typed(c.line)
		r.press("enter")
		r.shows(c.has)
		r.press("esc")
	}
}

func TestSavingKnowsTheHome(t *testing.T) {
	m := &Machine{OS: "linux", Getenv: func(string) string { return "/home/bob" }}
	for in, want := range map[string]string{"~/x.json": "/home/bob/x.json", "~": "/home/bob", "~bob/x": "~bob/x", "a~/x": "a~/x"} {
		if got := m.expanded(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}
