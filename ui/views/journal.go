package views

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// keptEntries is how many entries of the journal are listed, the newest.
const keptEntries = 5000

// journalScreen lists what has happened in the simulated world, newest first,
// and follows.
type journalScreen struct {
	*kind.List
	book *journalBook
}

// journalBook is the journal as far as it was read, oldest first.
type journalBook struct {
	polled[[]model.JournalEntry]
	entries []model.JournalEntry
}

func newJournalScreen(ref screen.Ref) screen.Screen {
	b := &journalBook{}
	b.take = func(more []model.JournalEntry) {
		b.entries = append(b.entries, more...)
		if n := len(b.entries) - keptEntries; n > 0 {
			b.entries = slices.Delete(b.entries, 0, n)
		}
	}
	return &journalScreen{kind.New(journalKind(b), ref), b}
}

// Enter implements screen.Screen.
func (s *journalScreen) Enter(ctx context.Context, env screen.Env) tea.Cmd {
	s.book.readOn(env)
	return tea.Batch(s.List.Enter(ctx, env), s.book.begin(ctx, env))
}

// Update implements screen.Screen.
func (s *journalScreen) Update(env screen.Env, msg tea.Msg) tea.Cmd {
	if s.book.got(msg) {
		s.book.readOn(env)
		return s.List.Update(env, screen.Refreshed{})
	}
	cmd := s.List.Update(env, msg)
	if _, ok := msg.(screen.Refreshed); !ok {
		return cmd
	}
	return tea.Batch(cmd, s.book.again(env))
}

// readOn has the next question be about what has happened since.
func (b *journalBook) readOn(env screen.Env) {
	j, ok := backend.As[backend.Journaler](env.Backend)
	if !ok {
		return
	}
	var after uint64
	if n := len(b.entries); n > 0 {
		after = b.entries[n-1].Seq
	}
	b.ask = func(ctx context.Context) ([]model.JournalEntry, error) { return j.Journal(ctx, after) }
}

func journalKind(b *journalBook) kind.Kind[model.JournalEntry] {
	return kind.Kind[model.JournalEntry]{
		ID: KindJournal, Noun: "the journal", Live: true, Newest: true,
		Rows: func(env screen.Env, _ screen.Ref) model.Part[model.JournalEntry] {
			state := b.state(env)
			rows := slices.Clone(b.entries)
			slices.Reverse(rows)
			return model.Part[model.JournalEntry]{Rows: rows, At: state.At, Err: state.Err, Asking: state.Asking && !state.Known}
		},
		Key:  func(e model.JournalEntry) string { return fmt.Sprint(e.Seq) },
		Name: func(e model.JournalEntry) string { return fmt.Sprintf("%019d", 1<<62-int64(e.Seq)) }, //nolint:gosec // nobody waits that long
		Text: func(e model.JournalEntry) string {
			return strings.Join([]string{e.Kind, e.Cluster + "/" + e.Service, e.Entity, e.Text, e.Cause}, " ")
		},
		Thing: func(e model.JournalEntry) screen.Thing {
			return screen.Thing{Name: journalPlace(e), ID: e.Entity, Text: journalLine(e), Value: e}
		},
		Columns: []table.Column[model.JournalEntry]{
			{ID: "time", Title: "TIME", Width: 8, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell { return table.Dim(text.Clock(e.At)) }},
			{ID: "kind", Title: "KIND", Width: 11, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell {
				return table.Marked(e.Severity(), e.Kind)
			}},
			{ID: "cluster", Title: "CLUSTER", Width: 14, Min: 10, Wide: true, Drop: 4, Tail: true, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell {
				return table.Dim(or(e.Cluster))
			}},
			{ID: "where", Title: "WHERE", Width: 14, Min: 10, Tail: true, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell {
				return table.Text(or(cmp.Or(e.Service, e.Cluster)))
			}},
			{ID: "entity", Title: "OF", Width: 10, Min: 8, Drop: 3, Tail: true, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell {
				return table.Dim(or(shortEntity(e.Entity)))
			}},
			{ID: "what", Title: "WHAT", Width: 24, Min: 20, Flex: true, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell {
				says := strings.TrimPrefix(e.Text, "(service "+e.Service+") ")
				if sev := e.Severity(); sev >= model.Warning {
					return table.State(sev, says)
				}
				return table.Text(says)
			}},
			{ID: "cause", Title: "CAUSE", Width: 24, Min: 12, Wide: true, Drop: 2, Calm: true, Cell: func(e model.JournalEntry, _ table.Env) table.Cell { return table.Dim(or(e.Cause)) }},
		},
		Actions: []kind.Action[model.JournalEntry]{
			{Binding: bindRead, Run: func(_ screen.Env, e model.JournalEntry) screen.Effect {
				chain := causes(b.entries, e)
				return screen.Read{Title: "Journal", Page: func(t *theme.Theme, w int) []string { return journalPage(t, w, e, chain) }}
			}},
		},
		Empty: func(screen.Env, screen.Ref) string {
			return "Nothing has happened yet: the clock may stand still (p), } lets time pass until something happens."
		},
		Summary: func(env screen.Env, rows []model.JournalEntry) string {
			broken := 0
			for _, e := range rows {
				if e.Severity() == model.Broken {
					broken++
				}
			}
			facts := []string{text.Plural(len(rows), "entry")}
			if len(rows) == keptEntries {
				facts[0] = "the newest " + text.Count(keptEntries) + " entries"
			}
			if broken > 0 {
				facts = append(facts, env.Theme.Severity(model.Broken).Paint(fmt.Sprintf("%s %s of trouble", env.Theme.Glyph(model.Broken), text.Count(broken))))
			}
			return " " + Joined(append(facts, env.Theme.Dim.Paint("newest first"))...)
		},
		Line: func(env screen.Env, e model.JournalEntry) string {
			says := e.Text
			if e.Cause != "" {
				says += "  because of: " + e.Cause
			}
			return pointer(env.Theme) + text.Clean(says)
		},
	}
}

// shortEntity is a task's or an instance's id as screens print it; names stay
// whole.
func shortEntity(s string) string {
	if len(s) >= 32 && strings.Trim(s, "0123456789abcdef") == "" {
		return model.ShortID(s)
	}
	return s
}

func journalPlace(e model.JournalEntry) string {
	place := strings.Trim(e.Cluster+"/"+e.Service, "/")
	return strings.TrimSpace(place + " " + shortEntity(e.Entity))
}

func journalLine(e model.JournalEntry) string {
	line := e.At.UTC().Format("2006-01-02T15:04:05.000Z") + " " + e.Kind + " " + journalPlace(e) + ": " + e.Text
	if e.Cause != "" {
		line += "  <- " + e.Cause
	}
	return line
}

// chainMost is how many causes of causes are told.
const chainMost = 12

// causes are what led to an entry, the nearest first: what it names as its
// cause, or what happened to the same thing before, or what was done to its
// service.
func causes(all []model.JournalEntry, of model.JournalEntry) (chain []model.JournalEntry) {
	at := slices.IndexFunc(all, func(e model.JournalEntry) bool { return e.Seq == of.Seq })
	for at > 0 && len(chain) < chainMost {
		cur, found := all[at], -1
		for _, led := range []func(e model.JournalEntry) bool{
			func(e model.JournalEntry) bool { return cur.Cause != "" && e.Entity == cur.Cause },
			func(e model.JournalEntry) bool {
				return cur.Entity != "" && e.Entity == cur.Entity && e.Cluster == cur.Cluster
			},
			func(e model.JournalEntry) bool {
				return cur.Service != "" && e.Cluster == cur.Cluster && e.Service == cur.Service && slices.Contains(decisive, e.Kind) && cur.At.Sub(e.At) < leadTime
			},
			func(e model.JournalEntry) bool {
				return len(chain) == 0 && cur.Service != "" && e.Cluster == cur.Cluster && e.Service == cur.Service && e.Entity != "" && cur.At.Sub(e.At) < leadTime
			},
		} {
			for i := at - 1; i >= 0 && found < 0; i-- {
				if led(all[i]) {
					found = i
				}
			}
			if found >= 0 {
				break
			}
		}
		if found < 0 {
			return chain
		}
		chain = append(chain, all[found])
		at = found
	}
	return chain
}
