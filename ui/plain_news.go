package ui

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/logs"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// heard is what a person was told of the rows of a screen.
type heard struct {
	route screen.Route
	kind.Spoken
	at map[string]int // the row of a name
}

// manyNews is how many changes are told one by one.
const manyNews = 8

// tell notes the rows as they are now.
func (p *inLines) tell() heard {
	t := heard{route: p.m.top().route, at: map[string]int{}}
	t.Spoken, _ = p.spoken()
	for i, name := range t.Names {
		for n := 2; ; n++ {
			if _, twice := t.at[t.Names[i]]; !twice {
				break
			}
			t.Names[i] = fmt.Sprintf("%s (%d)", name, n)
		}
		t.at[t.Names[i]] = i
	}
	return t
}

// news is what has changed in the rows since a person was told of them.
func (p *inLines) news() []string {
	p.follow()
	if p.told.route != p.m.top().route || p.m.dialog != nil {
		return nil
	}
	if a, ok := p.m.top().screen.(aside); ok && a.Aside() {
		return nil // the program's own screens change with every call
	}
	now := p.tell()
	var news []string
	for i, name := range now.Names {
		was, known := p.told.at[name]
		if !known {
			news = append(news, "new: "+rowWords(now.Spoken, i))
			continue
		}
		news = append(news, now.changes(i, p.told, was)...)
	}
	for _, name := range p.told.Names {
		if _, still := now.at[name]; !still {
			news = append(news, "gone: "+text.Clean(name))
		}
	}
	p.told = now
	if more := len(news) - manyNews; more > 0 {
		news = append(news[:manyNews], fmt.Sprintf("and %s; rows lists all", text.Plural(more, "other change")))
	}
	return news
}

// changes are what a row says otherwise than before.
func (h heard) changes(row int, before heard, was int) (news []string) {
	for i, cell := range h.Rows[row] {
		if h.Calm[i] || i >= len(before.Rows[was]) {
			continue
		}
		now, old := spoken(cell), spoken(before.Rows[was][i])
		if noise(now) != noise(old) {
			news = append(news, fmt.Sprintf("%s: %s %s, was %s", text.Clean(h.Names[row]), strings.ToLower(h.Titles[i]), orNone(now), orNone(old)))
		}
	}
	return news
}

// noise is a cell without the ages in it, which grow by themselves.
func noise(cell string) string {
	var kept []string
	for word := range strings.FieldsSeq(cell) {
		if !anAge(word) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// anAge tells words like 42s, 4m27s and 3h12m.
func anAge(word string) bool {
	digits := strings.Trim(word, ",()")
	if digits == "" || digits[0] < '0' || digits[0] > '9' || !strings.ContainsAny(digits[len(digits)-1:], "smhd") {
		return false
	}
	return strings.Trim(digits, "0123456789smhd") == ""
}

func orNone(s string) string {
	if s == "" || s == "-" {
		return "nothing"
	}
	return s
}

// liner is a screen of log lines.
type liner interface{ Lines() []logs.Entry }

// lineSeen are the log lines that were printed.
type lineSeen struct {
	of   screen.Screen
	seen map[logs.Entry]bool
}

// firstLines is how many lines of the past are printed.
const firstLines = 20

// follow prints the log lines that have come.
func (p *inLines) follow() {
	l, ok := p.m.top().screen.(liner)
	if !ok {
		return
	}
	all := l.Lines()
	if p.lines.of != p.m.top().screen {
		p.lines = lineSeen{of: p.m.top().screen}
	}
	past := p.lines.seen == nil && len(all) > 0
	seen := make(map[logs.Entry]bool, len(all))
	for i, e := range all {
		seen[e] = true
		if p.lines.seen[e] || past && i < len(all)-firstLines {
			continue
		}
		p.say(strings.TrimSpace(fmt.Sprintf("%s %s %s", text.Clock(e.At), shortTask(e.Task), e.Text)))
	}
	if len(all) > 0 {
		p.lines.seen = seen
	}
}

func shortTask(id string) string { return id[:min(len(id), 8)] }
