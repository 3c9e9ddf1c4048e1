package overlay

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// SignIn shows what a person has to do in a browser, and how long that may
// take. It is closed from outside when they have done it.
type SignIn struct {
	url, code    string
	expires, now time.Time
}

// GaveUp means that nobody waits for the sign-in any more.
type GaveUp struct{}

// CopyAddress asks for the address to be given to the terminal's clipboard; the
// dialog stays.
type CopyAddress struct{ URL string }

func (GaveUp) result()      {}
func (CopyAddress) result() {}

// NewSignIn opens the dialog. What it shows comes from outside and is cleaned.
func NewSignIn(url, code string, expires, now time.Time) *SignIn {
	return &SignIn{url: url, code: code, expires: expires, now: now}
}

// Tick lets the time that is left shrink.
func (d *SignIn) Tick(now time.Time) { d.now = now }

// Key implements Dialog.
func (d *SignIn) Key(msg tea.KeyPressMsg, _ time.Time) (Result, bool) {
	switch msg.String() {
	case "esc", "q":
		return GaveUp{}, true
	case "y":
		return CopyAddress{d.url}, false
	}
	return nil, false
}

// View implements Dialog. The address stands alone in its lines, so that it can
// be taken with the mouse.
func (d *SignIn) View(th *theme.Theme, w, h int) []string {
	wide := min(w, max(boxWide, text.Width(text.Clean(d.url))+frameWide))
	inner := wide - frameWide
	lines := append([]string{""}, prose("Open this address in a browser, on any machine, and compare the code:", inner)...)
	lines = append(lines, "")
	for _, row := range text.Wrap(text.Clean(d.url), max(1, inner)) {
		lines = append(lines, th.Accent.Paint(row))
	}
	left := "for you to confirm it"
	if !d.expires.IsZero() {
		left += ", " + text.Age(max(0, d.expires.Sub(d.now))) + " left"
	}
	lines = append(lines, "",
		th.Dim.Paint(text.Pad("code", labelWide))+th.Title.Paint(text.Clean(d.code)),
		th.Dim.Paint(text.Pad("waiting", labelWide))+left, "",
		th.Dim.Paint("esc cancels   y copies the address"))
	if w < leastWide || len(lines)+2 > h {
		return tooSmall(th, "Sign in", w, h, leastWide, len(lines)+2)
	}
	return Box(th, "Sign in", lines, wide)
}
