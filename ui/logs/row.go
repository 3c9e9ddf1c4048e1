package logs

import (
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// row builds one row of cells: what is added beyond its width is cut.
type row struct {
	buf  []byte
	left int // cells
}

func (r *row) begin(w int) { r.buf, r.left = r.buf[:0], w }

// end fills the row up and gives it out.
func (r *row) end() string {
	r.blank(r.left)
	return string(r.buf)
}

// blank adds n spaces.
func (r *row) blank(n int) {
	for range n {
		r.buf = append(r.buf, ' ')
	}
	r.left -= n
}

// add writes plain text in a style. When it does not fit, it is cut and the
// row is full.
func (r *row) add(style theme.Style, s string) {
	cut := text.Cut(s, r.left)
	r.paint(style, cut)
	r.left -= text.Width(cut)
	if cut != s {
		r.blank(r.left)
	}
}

// piece is a part of a row in its own style.
type piece struct {
	style theme.Style
	text  string
}

// fit adds pieces as if they were one text: an ellipsis shows that there is
// more even where a piece just ends.
func (r *row) fit(pieces []piece) {
	total := 0
	for _, p := range pieces {
		total += text.Width(p.text)
	}
	for _, p := range pieces {
		w, s := text.Width(p.text), p.text
		if total > r.left && w >= r.left {
			s += text.Ellipsis // too much, so that it is cut here
		}
		r.add(p.style, s)
		total -= w
	}
}

// paint writes text in a style, without counting its cells.
func (r *row) paint(style theme.Style, s string) {
	if style == "" || s == "" {
		r.buf = append(r.buf, s...)
		return
	}
	r.buf = append(r.buf, style...)
	r.buf = append(r.buf, s...)
	r.buf = append(r.buf, theme.Reset...)
}

// clock writes the time of day to the millisecond.
func (r *row) clock(style theme.Style, at time.Time, loc *time.Location) {
	if at.IsZero() {
		r.add(style, "--:--:--.---")
		return
	}
	h, m, s := at.In(loc).Clock()
	ms := at.Nanosecond() / int(time.Millisecond)
	digit := func(n int) byte { return byte('0' + n%10) }
	clock := [clockWidth]byte{
		digit(h / 10), digit(h), ':', digit(m / 10), digit(m), ':', digit(s / 10), digit(s), '.',
		digit(ms / 100), digit(ms / 10), digit(ms),
	}
	if style == "" {
		r.buf = append(r.buf, clock[:]...)
	} else {
		r.buf = append(r.buf, style...)
		r.buf = append(r.buf, clock[:]...)
		r.buf = append(r.buf, theme.Reset...)
	}
	r.left -= clockWidth
}
