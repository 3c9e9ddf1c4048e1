package logs

// Widths of columns, and how much room the text must have left before a column
// of lesser use is shown.
const (
	clockWidth = 12 // 12:41:06.114
	maxName    = 12 // of a container
	roomy      = 32
	cramped    = 8
)

// columns are the widths of what stands before the text, 0 for what is left
// out; each has a space behind it.
type columns struct{ clock, task, container, text int }

// columns of the pane as wide as it is. On a narrow screen the container goes
// first, then the clock; who speaks goes last.
func (p *Pane) columns() columns {
	c := columns{text: p.w}
	c.task = c.take(p.digits, cramped)
	c.clock = c.take(clockWidth, roomy)
	if c.clock > 0 {
		c.container = c.take(p.names, roomy)
	}
	c.text = max(c.text, 1)
	return c
}

// take gives width to a column if the text keeps enough.
func (c *columns) take(width, keep int) int {
	if width == 0 || c.text-width-1 < keep {
		return 0
	}
	c.text -= width + 1
	return width
}
