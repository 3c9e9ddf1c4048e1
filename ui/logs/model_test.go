package logs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// naive is the store and the pane as one would first write them: a sorted
// slice, and all of its rows. The property test holds the real ones against it.
type naive struct {
	capacity         int
	lines            []*naiveLine
	dropped, skipped int

	w, h           int
	wrap           bool
	follow, paused bool
	shift          int
	digits         int
	filter         string
	anchor, focus  *naiveLine
	offset         int
}

type naiveLine struct {
	at      time.Time
	id      string
	task    string
	text    string
	bad     bool
	marker  bool
	waiting bool
}

type naiveRow struct {
	line   *naiveLine
	offset int
	text   string
	first  bool
}

func (n *naive) add(events []model.LogEvent, skipped int) {
	if skipped > 0 {
		at := events[0].At
		verb := "were"
		if skipped == 1 {
			verb = "was"
		}
		n.skipped += skipped
		n.insert([]*naiveLine{{at: at, marker: true, text: text.Plural(skipped, "line") + " " + verb + " skipped here"}})
	}
	var fresh []*naiveLine
	for _, e := range events {
		if len(n.lines) == n.capacity && e.At.Before(n.lines[0].at) {
			n.dropped++
			continue
		}
		twice := func(l *naiveLine) bool { return e.ID != "" && l.id == e.ID }
		if slices.ContainsFunc(n.lines, twice) || slices.ContainsFunc(fresh, twice) {
			continue
		}
		clean := text.Clean(e.Message)
		level, _, _ := levelOf(clean)
		fresh = append(fresh, &naiveLine{at: e.At, id: e.ID, task: e.TaskID(), text: clean, bad: level >= Error})
	}
	n.insert(fresh)
}

func (n *naive) mark(m Marker) {
	n.insert([]*naiveLine{{at: m.At, task: m.Task, text: m.Text, bad: m.Failed, marker: true}})
}

func (n *naive) insert(fresh []*naiveLine) {
	if len(fresh) == 0 {
		return
	}
	for _, l := range fresh {
		l.waiting = n.paused
	}
	n.lines = append(n.lines, fresh...)
	slices.SortStableFunc(n.lines, func(a, b *naiveLine) int { return a.at.Compare(b.at) })
	for len(n.lines) > n.capacity {
		old := n.lines[0]
		if !old.marker {
			n.dropped++
		}
		if n.lines = n.lines[1:]; n.anchor == old {
			n.anchor, n.offset = n.lines[0], 0
		}
		if n.focus == old {
			n.focus = nil
		}
	}
	if n.anchor == nil {
		n.anchor = n.lines[0]
	}
	n.learn()
}

func (n *naive) learn() {
	if n.paused {
		return
	}
	n.digits = 0
	if slices.ContainsFunc(n.lines, func(l *naiveLine) bool { return l.task != "" }) {
		n.digits = 4
	}
}

func (n *naive) pause(on bool) {
	n.paused = on
	if !on {
		for _, l := range n.lines {
			l.waiting = false
		}
		n.learn()
	}
}

// matches reads the filters that the test draws: words, !words, /regexps/.
func (n *naive) matches(l *naiveLine) bool {
	if l.marker {
		return true
	}
	for _, f := range strings.Fields(n.filter) {
		word, not := strings.CutPrefix(f, "!")
		var in bool
		if len(word) > 2 && strings.HasPrefix(word, "/") && strings.HasSuffix(word, "/") {
			in = regexp.MustCompile(strings.Trim(word, "/")).MatchString(l.text)
		} else {
			in = strings.Contains(strings.ToLower(l.text), word) || strings.Contains("app", word) ||
				len(word) >= 4 && strings.HasPrefix(l.task, word)
		}
		if in == not {
			return false
		}
	}
	return true
}

func (n *naive) shown() []*naiveLine {
	var out []*naiveLine
	for _, l := range n.lines {
		if !l.waiting && n.matches(l) {
			out = append(out, l)
		}
	}
	return out
}

// prefix is what stands before the text of a line.
func (n *naive) prefix(l *naiveLine) string {
	out, w := "", n.w
	if n.digits > 0 && w-n.digits-1 >= cramped {
		id := l.task
		out, w = text.Pad(id[:min(len(id), n.digits)], n.digits)+" ", w-n.digits-1
	}
	if w-clockWidth-1 >= roomy {
		out = l.at.Format("15:04:05.000") + " " + out
	}
	return out
}

// rows are all rows of all lines shown.
func (n *naive) rows() []naiveRow {
	var out []naiveRow
	for _, l := range n.shown() {
		prefix := n.prefix(l)
		w := max(1, n.w-len(prefix))
		switch {
		case l.marker:
			out = append(out, naiveRow{l, 0, n.marker(l), true})
		case !n.wrap:
			out = append(out, naiveRow{l, 0, prefix + text.Cut(text.Skip(l.text, n.shift), w), true})
		default:
			offset := 0
			for i, r := range text.Wrap(l.text, w) {
				out = append(out, naiveRow{l, offset, prefix + r, i == 0})
				prefix = strings.Repeat(" ", len(prefix))
				offset += len(r)
				if r == text.Ellipsis { // stands for one character
					_, rest := text.Break(l.text[offset-len(r):], 1)
					offset = len(l.text) - len(rest)
				}
			}
		}
	}
	return out
}

func (n *naive) marker(l *naiveLine) string {
	rule := "────────"
	if n.w < 72 {
		rule = "──"
	}
	s := rule + " " + l.at.Format("15:04:05") + " "
	if l.task != "" {
		s += "task " + l.task[:min(len(l.task), n.digits)] + " "
	}
	s += l.text + " "
	if n.w-text.Width(s) >= text.Width(rule) {
		s += rule
	}
	return text.Cut(s, n.w)
}

// top is the number of the first row in sight.
func (n *naive) top(rows []naiveRow) int {
	last := max(0, len(rows)-max(n.h, 1))
	if n.follow {
		return last
	}
	i := slices.Index(n.lines, n.anchor)
	top := len(rows)
	for k, r := range slices.Backward(rows) {
		switch at := slices.Index(n.lines, r.line); {
		case at > i, at == i && r.first:
			top = k
		case at == i && r.offset <= n.offset:
			return min(k, last)
		}
		if at := slices.Index(n.lines, r.line); at == i && r.offset <= n.offset {
			return min(k, last)
		}
	}
	return min(top, last)
}

// setTop stays at a row, which may be out of bounds.
func (n *naive) setTop(top int) {
	rows := n.rows()
	top = max(0, min(top, len(rows)-max(n.h, 1)))
	n.follow, n.focus = false, nil
	n.anchor, n.offset = nil, 0
	if len(rows) > 0 {
		n.anchor, n.offset = rows[top].line, rows[top].offset
	} else if len(n.lines) > 0 {
		n.anchor = n.lines[0]
	}
}

func (n *naive) scroll(by int) {
	if by < 0 || by > 0 && !n.follow {
		n.setTop(n.top(n.rows()) + by)
	}
}

func (n *naive) slide(by int) {
	if n.wrap {
		return
	}
	rows := n.rows()
	top, longest := n.top(rows), 0
	w := n.w
	for _, r := range rows[top:min(len(rows), top+max(n.h, 1))] {
		if !r.line.marker {
			longest = max(longest, text.Width(r.line.text))
		}
	}
	w = max(1, w-len(n.prefix(&naiveLine{at: noon})))
	n.shift = max(0, min(n.shift+by, longest-w))
}

// errorAt goes to the next error in a direction.
func (n *naive) errorAt(forward bool) bool {
	rows := n.rows()
	top := n.top(rows)
	from := n.focus
	var found *naiveLine
	shown := n.shown()
	at := func(l *naiveLine) int { return slices.Index(n.lines, l) }
	if forward {
		for _, l := range shown {
			if l.bad && (from != nil && at(l) > at(from) || from == nil && at(l) >= at(rows[top].line)) {
				found = l
				break
			}
		}
	} else {
		for _, l := range slices.Backward(shown) {
			if l.bad && (from != nil && at(l) < at(from) || from == nil && (n.follow || at(l) < at(rows[top].line))) {
				found = l
				break
			}
		}
	}
	if found == nil {
		return false
	}
	row := slices.IndexFunc(rows, func(r naiveRow) bool { return r.line == found })
	if row < top || row >= top+max(n.h, 1) {
		top = row - n.h/3
	}
	n.setTop(top)
	n.focus = found
	return true
}

// view is the picture without colours.
func (n *naive) view() []string {
	out := make([]string, 0, n.h)
	rows := n.rows()
	if n.w > 0 {
		for _, r := range rows[n.top(rows):] {
			if len(out) < n.h {
				out = append(out, strings.TrimRight(r.text, " "))
			}
		}
	}
	for len(out) < n.h {
		out = append(out, "")
	}
	return out
}

func (n *naive) String() string {
	return fmt.Sprintf("%dx%d wrap=%v follow=%v paused=%v filter=%q", n.w, n.h, n.wrap, n.follow, n.paused, n.filter)
}
