package screen

// Page scrolls lines that are longer than the screen is high.
type Page struct {
	top   int
	lines int // of the last view
	room  int
}

// View cuts what is visible out of lines.
func (p *Page) View(lines []string, height int) []string {
	p.lines, p.room = len(lines), height
	p.top = max(0, min(p.top, len(lines)-height))
	return lines[p.top:min(len(lines), p.top+height)]
}

// Move scrolls by n lines, and stays within the page.
func (p *Page) Move(n int) { p.top = max(0, min(p.top+n, p.lines-p.room)) }

// Screenful is how far a page key scrolls: one line of the old page stays.
func (p *Page) Screenful() int { return max(1, p.room-1) }

// Home and End scroll to the first and to the last line.
func (p *Page) Home() { p.top = 0 }

// End scrolls to the last line.
func (p *Page) End() { p.top = max(0, p.lines-p.room) }

// Place says how much is above and below, for the corner of the footer; "" when
// all is visible.
func (p *Page) Place() (first, last, of int) {
	return p.top + 1, min(p.lines, p.top+p.room), p.lines
}
