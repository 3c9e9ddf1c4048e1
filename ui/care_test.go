package ui

import (
	"context"
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func guarded(p backend.Policy) rigOption {
	return func(_ *rig, o *Options) { o.Backend = backend.NewGuard(o.Backend, p) }
}

// Production is told in words at every size, and so is the account.
func TestProductionLooksLikeProduction(t *testing.T) {
	for _, size := range []struct{ w, h int }{{60, 15}, {80, 24}, {160, 48}} {
		r := newRig(t, size.w, size.h, guarded(backend.Policy{Production: true}))
		r.press("enter")
		r.shows(" PRODUCTION  ")
		if size.w >= 80 {
			r.shows("1234-5678-9012  live")
		}
		r.press("r")
		r.shows("PRODUCTION 1234-5678-9012 ")
	}
}

func TestRulesHold(t *testing.T) {
	yes := true
	r := newRig(t, 80, 24, guarded(backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Account: "123456789012"}, Banner: "THE BANK", ReadOnly: &yes, Confirm: backend.ConfirmType}}}))
	r.press("enter", "s")
	r.shows("THE BANK", "read-only", held)
	if r.m.dialog != nil {
		t.Error("a dialog opens where nothing may be written")
	}
	g, _ := backend.As[*backend.Guard](r.m.opt.Backend)
	g.Lay(backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Cluster: "*"}, Confirm: backend.ConfirmType}}})
	r.later(time.Second)
	r.press("s")
	r.shows("type payment to confirm")
	r.press("esc", "r")
	r.shows("type payment to confirm")
}

// Who wants not to be asked is asked where there is something to know before.
func TestConfirmNone(t *testing.T) {
	for row, asked := range map[string]bool{"G": false, "home": true} { // order is steady, payment is rolling
		r := newRig(t, 80, 24, guarded(backend.Policy{Rules: []backend.Rule{{Match: backend.Match{Cluster: "*"}, Confirm: backend.ConfirmNone}}}))
		r.press("enter", row, "r")
		if got := r.m.dialog != nil; got != asked {
			t.Errorf("%s: asked is %t: %s", row, got, r.screen())
		}
	}
}

// Settings that are read anew hold at once; bad ones change nothing and are said.
func TestSettingsAnew(t *testing.T) {
	next := make(chan settingsMsg, 1)
	r := newRig(t, 80, 24, guarded(backend.Policy{}), func(_ *rig, o *Options) {
		o.Settings = Settings{Look: "dark", Themes: theme.Shelf{Depth: colorprofile.TrueColor}}
		o.Reload = func(context.Context) (Settings, error) { m := <-next; return m.settings, m.err }
	})
	if r.m.theme.Name != "dark" {
		t.Fatalf("the theme is %s", r.m.theme.Name)
	}
	r.m.Update(settingsMsg{err: context.DeadlineExceeded})
	r.shows("settings kept: ")
	r.m.Update(settingsMsg{settings: Settings{Look: "light", Policy: backend.Policy{Production: true}}})
	r.press("enter")
	r.shows("PRODUCTION", "settings read anew")
	if r.m.theme.Name != "light" {
		t.Errorf("the theme is %s", r.m.theme.Name)
	}
	r.m.setTheme("mono")
	r.m.Update(settingsMsg{settings: Settings{Look: "light"}})
	if r.m.theme.Name != "mono" {
		t.Error("what was chosen by hand is lost when another setting changes")
	}
	r.m.setTheme("drak")
	r.shows(`there is no theme "drak"`)
}

// The auto theme is for any background until the terminal tells which it has.
func TestAutoTheme(t *testing.T) {
	r := newRig(t, 80, 24, func(_ *rig, o *Options) { o.Settings.Look = theme.Auto })
	before := r.m.theme
	if before.Severities != theme.Default().Severities {
		t.Error("before the answer it is not the default")
	}
	r.m.Update(tea.BackgroundColorMsg{Color: color.White})
	if r.m.theme.Severities == before.Severities {
		t.Error("a light terminal changes nothing")
	}
}
