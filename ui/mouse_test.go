package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/overlay"
)

func withMouse(_ *rig, o *Options) { o.Mouse = true }

// click presses the left button on the first place where a text is drawn.
func (r *rig) click(on string) tea.Cmd {
	r.t.Helper()
	for y, line := range strings.Split(ansi.Strip(r.m.View().Content), "\n") {
		if i := strings.Index(line, on); i >= 0 {
			_, cmd := r.m.Update(tea.MouseClickMsg{X: ansi.StringWidth(line[:i]), Y: y, Button: tea.MouseLeft})
			r.m.View()
			return cmd
		}
	}
	r.t.Fatalf("%q is not on the screen:\n%s", on, r.screen())
	return nil
}

func TestClicks(t *testing.T) {
	r := newRig(t, 80, 24, withMouse, at("food-delivery", ""))
	r.click("order")
	r.shows("▌● order", "3/3")
	r.click("TASKS")
	r.shows("TASKS▾", "▌● order")
	r.click("payment")
	r.shows("▌✗ payment")
	r.click("payment") // again: opens it
	r.shows("payment > tasks")
	r.click("food-delivery")
	r.shows("food-delivery > services")
	r.click("s scale")
	r.shows("Scale payment", "[ 4_")
	r.click("food-delivery >") // beside the dialog
	r.shows("Scale payment")
	r.later(overlay.Grace)
	r.press("7")
	r.click("Scale  ")
	r.shows("[ Scale ]")
	if n := len(r.plain.written()); n > 0 {
		t.Fatal("a click confirmed a write")
	}
	r.click("Cancel")
	r.shows("[ Cancel ]")
	r.press("enter")
	r.hides("Scale payment")
	r.m.Update(tea.MouseClickMsg{X: 5, Y: 4, Button: tea.MouseRight})
	r.shows("food-delivery > services")
}

func TestWheel(t *testing.T) {
	r := newRig(t, 80, 15, withMouse, at("food-delivery", ""))
	wheel := func(b tea.MouseButton) { r.m.Update(tea.MouseWheelMsg{X: 10, Y: 6, Button: b}); r.m.View() }
	r.press("d")
	before := r.screen()
	wheel(tea.MouseWheelDown)
	if r.screen() == before {
		t.Error("the wheel does not scroll a page")
	}
	wheel(tea.MouseWheelUp)
	if r.screen() != before {
		t.Error("the wheel does not scroll back")
	}
	r.press("?")
	r.shows(" 1-")
	wheel(tea.MouseWheelDown)
	r.shows(" 4-")
	r.press("esc", "esc", "s")
	wheel(tea.MouseWheelDown)
	r.shows("[ 4_") // the wheel changes nothing that is going to be sent
}

func TestTheMouseIsGivenBack(t *testing.T) {
	r := newRig(t, 80, 24)
	if r.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse was taken without being asked for")
	}
	r.press("m")
	if r.m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("m does not take the mouse")
	}
	r.press("m")
	r.shows("mouse off: select text with the terminal")
	if r.m.View().MouseMode != tea.MouseModeNone {
		t.Error("m does not give the mouse back")
	}
}
