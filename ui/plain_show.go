package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// plainRows is how many rows of a list are printed at a time.
const plainRows = 40

// show prints the screen in front: what it is about, how it stands, its rows or
// its page.
func (p *inLines) show() {
	p.notices()
	p.clock()
	env := p.m.env()
	s := p.m.top().screen
	state := s.State(env)
	p.say(p.heading())
	what, advice := p.m.second(env, state)
	for _, line := range plainLines(unkeyed(ansi.Strip(what)), unkeyed(ansi.Strip(advice))) {
		p.say(line)
	}
	if spoken, ok := p.spoken(); ok && len(spoken.Rows) > 0 {
		p.list(spoken)
		p.told = p.tell()
		return
	}
	if _, ok := s.(liner); ok {
		if p.person {
			p.say("Lines follow as they come. Enter goes back.")
		}
		p.follow()
		return
	}
	if n, ok := s.(narrower); ok && n.Narrowed() && state.Known && p.shownNone() {
		p.say("No row has these words; filter alone shows all.")
		return
	}
	if printer, ok := s.(screen.Printer); ok {
		if says, ext := printer.Print(env); says != "" && (ext == "yaml" || ext == "json") { // indented as it must be
			p.aloud(says)
			return
		}
	}
	env.Height = 10_000
	p.page(s.View(env))
	p.told = p.tell()
}

// heading says where one is, in production and how fresh it is.
func (p *inLines) heading() string {
	says := p.m.breadcrumbs()
	if banner, _ := p.m.banner(); banner != "" {
		says = banner + ": " + says
	}
	word, _ := p.m.top().screen.State(p.m.env()).Freshness(p.m.wall)
	return says + ", " + word
}

// page prints lines of a screen as far as they are words.
func (p *inLines) page(lines []string) {
	blank := true
	for _, line := range plainLines(lines...) {
		if line == "" && blank {
			continue
		}
		blank = line == ""
		p.say(line)
	}
}

// shownNone tells that a list shows no row.
func (p *inLines) shownNone() bool {
	s, ok := p.spoken()
	return ok && len(s.Rows) == 0
}

// plainLines are lines without styles and drawing.
func plainLines(lines ...string) []string {
	var out []string
	for _, line := range lines {
		line = unkeyed(text.ASCII(ansi.Strip(line)))
		if !strings.Contains(line, "|") && !strings.Contains(line, "%+") { // else it is a chart's
			line = masked.ReplaceAllString(line, "(masked)")
		}
		if words := strings.TrimSpace(marks.ReplaceAllString(bars.ReplaceAllString(line, "  "), "$1")); words != "" || line == "" {
			out = append(out, words)
		}
	}
	return out
}

// masked is a secret as screens have it.
var masked = regexp.MustCompile(`\*{4,}`)

// keyHints are words of screens that name keys, and keyWords what says the same
// without.
var (
	keyHints = regexp.MustCompile(`\s*\(! says more\)|\s{2,}(?:esc|enter|tab|space|ctrl\+\w|pgup/pgdown|up/down|[a-zA-Z]) (?:clears|unmarks|keeps|cancels|closes|is in full|marks|chooses?|takes it|goes back|shows|reveals|folds|unfolds)\b.*$`)
	keyWords = strings.NewReplacer("ctrl+r asks now", "refresh asks now", "ctrl+r tries now", "refresh tries now", "ctrl+r forgets that", "refresh forgets that",
		"enter opens", "open opens", "enter uses", "open uses", "enter ends", "open ends", "esc unmarks", "unmark takes the marks off")
)

// unkeyed is a line without what names keys.
func unkeyed(line string) string { return keyWords.Replace(keyHints.ReplaceAllString(line, "")) }

// bars are what charts and boxes are drawn with where only ASCII is, marks the
// glyphs of severities, of which the words beside them say the same.
var marks = regexp.MustCompile(`(^|\s)[*?o!x] `)

var bars = regexp.MustCompile(`(?:^|\s)[-=#*+.|_:'"]{3,}(?:\s[-=#*+.|_:'"]+)*(?:\s|$)`)

// speaker is a screen of rows that can be told.
type speaker interface {
	Spoken(env screen.Env) kind.Spoken
}

// spoken is what the screen in front has of rows.
func (p *inLines) spoken() (kind.Spoken, bool) {
	s, ok := p.m.top().screen.(speaker)
	if !ok {
		return kind.Spoken{}, false
	}
	return s.Spoken(p.m.env()), true
}

// list prints the next rows, numbered.
func (p *inLines) list(s kind.Spoken) {
	end := min(len(s.Rows), p.more+plainRows)
	for i := p.more; i < end; i++ {
		p.say(fmt.Sprintf("%d. %s", i+1, rowWords(s, i)))
	}
	p.more = end
	if left := len(s.Rows) - end; left > 0 {
		p.say(fmt.Sprintf("%s more: more", text.Plural(left, "row")))
	}
}

// rowWords is a row in words: its name, then what each column says.
func rowWords(s kind.Spoken, row int) string {
	var words []string
	for i, cell := range s.Rows[row] {
		if cell = spoken(cell); cell != "" && cell != "-" {
			words = append(words, strings.TrimSpace(strings.ToLower(s.Titles[i])+" "+cell))
		}
	}
	if len(words) == 0 {
		return text.Clean(s.Names[row])
	}
	return text.Clean(s.Names[row]) + ": " + strings.Join(words, ", ")
}

var (
	ofMany = regexp.MustCompile(`(^|\s)(\d+)/(\d+)($|[\s,>])`)
	// counted is how many passed checks or failed them; elsewhere the marks are
	// about one.
	counted = regexp.MustCompile(`\d[✓✗]`)
	// branches join a node of a tree to what it belongs to.
	branches = regexp.MustCompile("^[|` ]*[|`]- ")
	// The mark of what is unhealthy is left out of cells.
	both    = regexp.MustCompile(`(\d) healthy (\d+)( unhealthy)?$`)
	becomes = regexp.MustCompile(`(\d)-?>(:?\d)`)
)

// spoken is a cell as it is said aloud: 3/4 is 3 of 4.
func spoken(cell string) string {
	cell = branches.ReplaceAllString(cell, "")
	cell = counted.ReplaceAllStringFunc(cell, func(s string) string {
		return strings.NewReplacer("✓", " healthy", "✗", " unhealthy").Replace(s)
	})
	cell = strings.NewReplacer("→", " to ", "✓", " ok ", "✗", " fails ").Replace(cell)
	cell = both.ReplaceAllString(strings.Join(strings.Fields(cell), " "), "$1 healthy, $2 unhealthy")
	cell = becomes.ReplaceAllString(ofMany.ReplaceAllString(cell, "$1$2 of $3$4"), "$1 to $2")
	return strings.Join(strings.Fields(cell), " ")
}

// rowAt finds the row that a word means: its number, its name, or how that
// begins when only one begins so.
func (p *inLines) rowAt(word string) (int, bool) {
	s, ok := p.spoken()
	if !ok || word == "" {
		return 0, false
	}
	if n, err := strconv.Atoi(word); err == nil {
		return n - 1, n >= 1 && n <= len(s.Rows)
	}
	return p.rowNamed(word)
}

// rowNamed finds the row of a name, or of the beginning of one.
func (p *inLines) rowNamed(word string) (int, bool) {
	s, _ := p.spoken()
	found := -1
	for i, name := range s.Names {
		if strings.EqualFold(name, word) {
			return i, true
		}
		if strings.HasPrefix(strings.ToLower(name), strings.ToLower(word)) {
			if found >= 0 {
				return 0, false
			}
			found = i
		}
	}
	return found, found >= 0
}

// choose puts the cursor on a row, by the same actions that keys would do.
func (p *inLines) choose(row int) bool {
	own := p.m.top().screen.Actions(p.m.env())
	first := slices.IndexFunc(own, func(a screen.Action) bool { return a.Action == "first" })
	down := slices.IndexFunc(own, func(a screen.Action) bool { return a.Action == "down" })
	if first < 0 || down < 0 {
		return false
	}
	own[first].Do()
	for range row {
		own[down].Do()
	}
	p.m.look()
	return true
}

// unknown says that a row is not known.
func (p *inLines) unknown(word string) {
	p.m.say(model.Warning, "there is no row "+word+" here: rows lists them")
}
