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
}

// records are rows of any kind, ready to be printed.
type records struct {
	headers []header
	rows    [][]cell
}

// record lays rows out in columns.
func record[R any](rows []R, columns []column[R]) records {
	var out records
	for _, c := range columns {
		out.headers = append(out.headers, header{c.name, c.title, c.right})
	}
	for _, r := range rows {
		cells := make([]cell, 0, len(columns))
		for _, c := range columns {
			cells = append(cells, c.cell(r))
		}
		out.rows = append(out.rows, cells)
	}
	return out
}

func (c column[R]) cell(r R) cell {
	out := cell{value: known(c.value(r)), severity: model.Good}
	if c.severity != nil {
		out.severity = c.severity(r)
	}
	if c.title == "" {
		return out
	}
	if c.show != nil {
		out.shown = text.Clean(c.show(r))
	} else {
		out.shown = plain(out.value)
	}
	if out.shown == "" {
		out.shown = "-"
	}
	return out
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
