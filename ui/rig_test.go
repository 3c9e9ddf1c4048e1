package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// rig is a model without a program: commands are not run, so that each frame
// is the answer to one message.
type rig struct {
	t     *testing.T
	m     *Model
	feed  *script
	plain *plain
	wall  time.Time
}

type rigOption func(*rig, *Options)

func onSimulator(_ *rig, o *Options) {
	o.Backend = clocked{o.Backend.(full), &testClock{speed: 20}}
	o.About = backend.About{Name: "simulator", Scenario: "food-delivery", CheapCalls: true}
}

func at(cluster, service string) rigOption {
	return func(_ *rig, o *Options) { o.Cluster, o.Service = cluster, service }
}

func without(_ *rig, o *Options) { o.Backend = o.Backend.(full).plain }

func readOnly(_ *rig, o *Options) { o.About.ReadOnly = true }

func inASCII(_ *rig, o *Options) { o.Theme = theme.Default().InASCII() }

func withFeed(f *script) rigOption {
	return func(r *rig, o *Options) { r.feed, o.Feed = f, f }
}

func newRig(t *testing.T, w, h int, options ...rigOption) *rig {
	t.Helper()
	r := &rig{t: t, feed: newScript(newWorld()), wall: noon}
	r.plain = &plain{about: awsAbout(), snap: func() *model.Snapshot { return r.feed.Latest() }}
	o := Options{Backend: full{r.plain}, Feed: r.feed, About: awsAbout(), Where: Where{View: views.KindClusters}, Wall: func() time.Time { return r.wall }}
	for _, option := range options {
		option(r, &o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r.m = New(ctx, o)
	r.m.Init()
	r.m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return r
}

func awsAbout() backend.About {
	return backend.About{Name: "aws", Profile: "prod", Region: "eu-west-1", Account: "123456789012", Partition: "aws", Caller: "arn:aws:sts::123456789012:assumed-role/Ops/ana"}
}

// press gives keys to the model and returns the command of the last one, without
// what else is begun with a screen that opens.
func (r *rig) press(keys ...string) tea.Cmd {
	r.t.Helper()
	var cmd tea.Cmd
	for _, key := range keys {
		_, cmd = r.m.Update(uitest.Key(key))
		r.m.View()
	}
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		msg := cmd()
		if all, ok := msg.(tea.BatchMsg); ok {
			return all[0]()
		}
		return msg
	}
}

// publish shows the model a changed world.
func (r *rig) publish(edit func(*model.Snapshot)) {
	r.m.Update(snapshotMsg{snap: r.feed.change(edit)})
}

// later lets time pass on both clocks.
func (r *rig) later(d time.Duration) {
	r.wall = r.wall.Add(d)
	r.m.Update(tickMsg{wall: r.wall, now: r.m.now.Add(d), speed: 1})
}

// screen is the text of the frame, which must fit the screen exactly, as whoever
// has waited a moment sees it.
func (r *rig) screen() string {
	r.t.Helper()
	if v := r.m.top(); v.early {
		r.m.Update(waitedMsg{v.id})
	}
	frame := r.m.View().Content
	r.fits(frame)
	lines := strings.Split(ansi.Strip(frame), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func (r *rig) fits(frame string) {
	r.t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != r.m.height {
		r.t.Fatalf("%d lines on a screen of %dx%d:\n%s", len(lines), r.m.width, r.m.height, ansi.Strip(frame))
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w != r.m.width {
			r.t.Fatalf("line %d is %d cells wide on a screen of %dx%d:\n%s", i, w, r.m.width, r.m.height, ansi.Strip(frame))
		}
	}
}

func (r *rig) shows(parts ...string) {
	r.t.Helper()
	s := r.screen()
	for _, part := range parts {
		if !strings.Contains(s, part) {
			r.t.Fatalf("%q is not on the screen:\n%s", part, s)
		}
	}
}

func (r *rig) hides(parts ...string) {
	r.t.Helper()
	s := r.screen()
	for _, part := range parts {
		if strings.Contains(s, part) {
			r.t.Fatalf("%q is on the screen:\n%s", part, s)
		}
	}
}
