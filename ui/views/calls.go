package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// callRow is a call to an API with a name that tells it from others.
type callRow struct {
	backend.Call
	key string
}

// columnContext is that of the profile and region whose call it is, while there
// are several.
const columnContext = "context"

// calls lists the calls made lately, newest first: for whoever wonders what the
// program asks of an account, and why an answer takes long.
var calls = kind.Kind[callRow]{
	ID: KindCalls, Noun: "calls", Live: true, Newest: true,
	Rows: callRows,
	Hidden: func(env screen.Env) []string {
		if len(env.Snap.Contexts) > 1 {
			return nil
		}
		return []string{columnContext}
	},
	Key:  func(c callRow) string { return c.key },
	Name: func(c callRow) string { return fmt.Sprintf("%019d", 1<<62-c.At.UnixNano()) + c.key },
	Text: func(c callRow) string {
		how, _ := c.how()
		return strings.Join([]string{c.Op, c.Target, how, c.Bucket, c.Context, c.RequestID, problem(c.Err)}, " ")
	},
	Columns: []table.Column[callRow]{
		{ID: "time", Title: "TIME", Width: 8, Calm: true, Less: func(a, b callRow) bool { return a.At.Before(b.At) },
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(text.Clock(c.At)) }},
		{ID: "call", Title: "CALL", Width: 20, Min: 16, Tail: true, Calm: true,
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Text(c.Op) }},
		{ID: columnContext, Title: "CONTEXT", Width: 16, Min: 10, Drop: 1, Tail: true, Calm: true,
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(or(c.Context)) }},
		{ID: "target", Title: "TARGET", Width: 12, Min: 8, Flex: true, Drop: 4, Tail: true, Calm: true,
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(nameOnly(c.Target)) }},
		{ID: "how", Title: "HOW", Width: 12, Calm: true, Cell: func(c callRow, _ table.Env) table.Cell {
			how, sev := c.how()
			if sev == model.Good {
				return table.Dim(how)
			}
			return table.Marked(sev, how)
		}},
		{ID: "took", Title: "TOOK", Width: 6, Align: table.Right, Calm: true, Less: func(a, b callRow) bool { return a.Took < b.Took },
			Cell: func(c callRow, env table.Env) table.Cell { return tookCell(c, env) }},
		{ID: "waited", Title: "WAIT", Width: 5, Align: table.Right, Drop: 2, Calm: true, Less: func(a, b callRow) bool { return a.Waited < b.Waited },
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(latency(c.Waited)) }},
		{ID: "tries", Title: "TRY", Width: 3, Align: table.Right, Drop: 3, Calm: true, Less: func(a, b callRow) bool { return a.Tries < b.Tries },
			Cell: func(c callRow, _ table.Env) table.Cell {
				if c.Tries > 1 {
					return table.Text(fmt.Sprint(c.Tries))
				}
				return table.Dim(fmt.Sprint(c.Tries))
			}},
		{ID: "throttled", Title: "THROTTLED", Align: table.Right, Wide: true, Drop: 6, Calm: true, Less: func(a, b callRow) bool { return a.Throttled < b.Throttled },
			Cell: func(c callRow, _ table.Env) table.Cell {
				if c.Throttled > 0 {
					return table.State(model.Warning, fmt.Sprint(c.Throttled))
				}
				return table.Dim("0")
			}},
		{ID: "status", Title: "HTTP", Width: 4, Align: table.Right, Wide: true, Drop: 5, Calm: true, Less: func(a, b callRow) bool { return a.Status < b.Status },
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(httpStatus(c.Status)) }},
		{ID: "request", Title: "REQUEST", Width: 36, Min: 12, Wide: true, Drop: 7, Calm: true,
			Cell: func(c callRow, _ table.Env) table.Cell { return table.Dim(or(c.RequestID)) }},
	},
	Actions: []kind.Action[callRow]{
		{Binding: bindRead, Run: func(_ screen.Env, c callRow) screen.Effect {
			return screen.Read{Title: "Call", Page: c.page}
		}},
	},
	Empty: func(screen.Env, screen.Ref) string { return "No call was made yet." },
	Summary: func(env screen.Env, rows []callRow) string {
		return callSummary(env, rows)
	},
	Line: func(env screen.Env, c callRow) string { return pointer(env.Theme) + text.Clean(c.says()) },
}

func callRows(env screen.Env, _ screen.Ref) model.Part[callRow] {
	l, ok := backend.As[backend.CallLogger](env.Backend)
	if !ok {
		return model.Part[callRow]{At: env.Wall}
	}
	log := l.CallLog()
	rows := make([]callRow, 0, len(log))
	seen := map[string]int{}
	// Of calls begun at one instant the oldest is counted first: its name must
	// not change when another one comes.
	for _, c := range slices.Backward(log) {
		key := fmt.Sprint(c.At.UnixNano(), c.Op, c.Context)
		seen[key]++
		rows = append(rows, callRow{c, fmt.Sprint(key, "#", seen[key])})
	}
	slices.Reverse(rows)
	return model.Part[callRow]{Rows: rows, At: env.Wall}
}

// nameOnly is a target without the words for what it is, which the action tells.
func nameOnly(target string) string { return or(target[strings.LastIndexByte(target, ' ')+1:]) }

// how a call ended, in a word or two, and how bad that is.
func (c callRow) how() (string, model.Severity) {
	kind := backend.KindOf(c.Err)
	switch {
	case !c.Done && c.Tries == 0:
		return "waiting", model.Moving
	case !c.Done && c.Throttled > 0:
		return "throttled", model.Warning
	case !c.Done:
		return "on its way", model.Moving
	case kind == backend.KindCanceled:
		return "not needed", model.Idle
	case c.Err != nil && kind == backend.KindThrottled:
		return "throttled", model.Warning
	case c.Err != nil && c.Status >= 500:
		return fmt.Sprintf("failed %d", c.Status), model.Broken
	case c.Err != nil:
		return kind.String(), model.Broken
	case c.Throttled > 0:
		return "ok, slowed", model.Warning
	}
	return "ok", model.Good
}

// tookCell counts on while a call is on its way.
func tookCell(c callRow, env table.Env) table.Cell {
	took := c.Took
	if !c.Done && c.Tries > 0 && took == 0 {
		took = max(0, env.Wall.Sub(c.At)-c.Waited)
	}
	if took >= slow {
		return table.State(model.Warning, latency(took))
	}
	return table.Text(latency(took))
}

// slow is the time from which an answer is worth a look.
const slow = 2 * time.Second

// latency is a duration as it is told of calls: 12ms, 1.2s.
func latency(d time.Duration) string {
	switch {
	case d <= 0:
		return "-"
	case d < time.Second:
		return fmt.Sprintf("%dms", max(1, d.Milliseconds()))
	case d < 100*time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return text.Age(d)
}

func httpStatus(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func problem(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// says is what the line tells: the error and the request's id, by which AWS's
// support finds it.
func (c callRow) says() string {
	how, _ := c.how()
	facts := []string{}
	switch {
	case c.Err != nil:
		facts = append(facts, c.Err.Error())
	default:
		facts = append(facts, how+": "+strings.TrimSpace(c.Op+" of "+or(c.Target)))
	}
	if c.Throttled > 0 {
		facts = append(facts, fmt.Sprintf("throttled %d times", c.Throttled))
	}
	if c.RequestID != "" {
		facts = append(facts, "request "+c.RequestID)
	}
	return strings.Join(facts, "; ")
}

// page is the call in full.
func (c callRow) page(t *theme.Theme, w int) []string {
	how, sev := c.how()
	lines := screen.Paragraph(text.Clean(c.Op+" "+c.Target), w, "", t.Title)
	lines = append(lines, t.Severity(sev).Paint(t.Glyph(sev)+" "+how), "")
	fact := func(label, value string) {
		if value != "" && value != "-" {
			lines = append(lines, t.Dim.Paint(text.Pad(label, 11))+text.Cut(text.Clean(value), w-11))
		}
	}
	fact("context", c.Context)
	fact("bucket", c.Bucket)
	fact("begun", text.Clock(c.At))
	fact("waited", latency(c.Waited))
	fact("took", latency(c.Took))
	fact("tries", fmt.Sprintf("%d, of which throttled %d", c.Tries, c.Throttled))
	fact("HTTP", httpStatus(c.Status))
	fact("request", c.RequestID)
	if c.Err != nil {
		lines = append(append(lines, ""), screen.Explain(t, w, c.Err)...)
	}
	return lines
}

func callSummary(env screen.Env, rows []callRow) string {
	flying, failed, throttled := 0, 0, 0
	for _, c := range rows {
		switch _, sev := c.how(); {
		case !c.Done:
			flying++
		case sev == model.Broken:
			failed++
		case c.Throttled > 0:
			throttled++
		}
	}
	t := env.Theme
	facts := []string{text.Plural(len(rows), "call"), fmt.Sprintf("%d/min, %s", env.Usage.PerMinute, usedShare(env.Usage))}
	if flying > 0 {
		facts = append(facts, t.Severity(model.Moving).Paint(fmt.Sprintf("%s %s on their way", t.Glyph(model.Moving), text.Count(flying))))
	}
	if throttled > 0 {
		facts = append(facts, t.Severity(model.Warning).Paint(fmt.Sprintf("%s %s throttled", t.Glyph(model.Warning), text.Count(throttled))))
	}
	if failed > 0 {
		facts = append(facts, t.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed", t.Glyph(model.Broken), text.Count(failed))))
	}
	return " " + Joined(facts...)
}

// usedShare is the share of the account's rate in use, and of which bucket.
func usedShare(u backend.Usage) string {
	says := fmt.Sprintf("%.0f%% of the account's rate", 100*u.Share)
	if u.Busiest != "" {
		says = fmt.Sprintf("%.0f%% of %s", 100*u.Share, text.Clean(u.Busiest))
	}
	return says
}
