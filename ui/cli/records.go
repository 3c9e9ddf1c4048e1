package cli

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// column declares one field of a kind of rows R: what a script reads of it and
// what a person sees.
type column[R any] struct {
	name  string      // in JSON and CSV, lower camel
	value func(R) any // string, int, bool, float64, time.Time, []string, or nil where not known
	// title heads the column of the table; "" leaves it out of the table.
	title string
	// show is the table's text; nil prints the value.
	show  func(R) string
	right bool
	// severity colours the cell on a terminal; nil leaves it plain.
	severity func(R) model.Severity
}

// header is what a column says about itself, whatever its rows are.
type header struct {
	name, title string
	right       bool
}

// cell is one field of one row.
type cell struct {
	value    any
	shown    string
	severity model.Severity
	plain    bool // shown is the value
}

// records are rows of any kind, ready to be printed.
type records struct {
	headers []header
	rows    [][]cell
}

// record lays rows out in columns.
func record[R any](rows []R, columns []column[R]) records {
	headers := make([]header, 0, len(columns))
	for _, c := range columns {
		headers = append(headers, header{c.name, c.title, c.right})
	}
	return layOut(headers, len(rows), func(row, col int) cell { return columns[col].cell(&rows[row]) })
}

// layOut makes the records of what raw tells of n rows.
func layOut(headers []header, n int, raw func(row, col int) cell) records {
	out := records{headers: headers}
	for row := range n {
		cells := make([]cell, len(headers))
		for col, h := range headers {
			cells[col] = raw(row, col).finished(h)
		}
		out.rows = append(out.rows, cells)
	}
	return out
}

// cell is as the column tells it. What it does not show by itself stands as its value.
func (c *column[R]) cell(r *R) cell {
	out := cell{value: c.value(*r), severity: model.Good, plain: c.show == nil}
	if c.severity != nil {
		out.severity = c.severity(*r)
	}
	if c.title != "" && c.show != nil {
		out.shown = c.show(*r)
	}
	return out
}

// finished is the cell without what is not known and what a terminal would obey.
func (c cell) finished(h header) cell {
	c.value = known(c.value)
	switch {
	case h.title == "":
		return c
	case c.plain:
		c.shown = plain(c.value)
	default:
		c.shown = text.Clean(c.shown)
	}
	if c.shown == "" {
		c.shown = "-"
	}
	return c
}

// known is v, or nil for the values that stand for "not known": no time, no text
// and not a number.
func known(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case float64:
		if math.IsNaN(v) {
			return nil
		}
	case []string:
		if v == nil {
			return []string{}
		}
	}
	return v
}

// plain is a value as safe text.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return text.Clean(v)
	case []string:
		return text.Clean(strings.Join(v, " "))
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// set is n where it was set, else unknown: AWS leaves out what is not set.
func set(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// arn is the ARN of a ref, or unknown for one that names nothing.
func arn(ref interface {
	ARN() string
	IsZero() bool
}) any {
	if ref.IsZero() {
		return nil
	}
	return ref.ARN()
}
