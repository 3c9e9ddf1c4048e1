package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// formats are the ways to print records.
var formats = []string{"table", "json", "csv"}

// print writes records to w in a format. Painted is the theme for a terminal,
// nil for no colour.
func (r records) print(w io.Writer, format string, painted *theme.Theme) error {
	switch format {
	case "json":
		return r.json(w)
	case "csv":
		return r.csv(w)
	}
	return r.table(w, painted)
}

// table writes aligned columns under their titles.
func (r records) table(w io.Writer, painted *theme.Theme) error {
	widths := make([]int, len(r.headers))
	for i, h := range r.headers {
		widths[i] = text.Width(h.title)
		for _, row := range r.rows {
			widths[i] = max(widths[i], text.Width(row[i].shown))
		}
	}
	var out strings.Builder
	r.line(&out, widths, func(i int) (string, theme.Style) { return r.headers[i].title, "" })
	for _, row := range r.rows {
		r.line(&out, widths, func(i int) (string, theme.Style) {
			if painted == nil {
				return row[i].shown, ""
			}
			return row[i].shown, painted.Severity(row[i].severity)
		})
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// line writes one line of the table, without spaces at its end.
func (r records) line(out *strings.Builder, widths []int, at func(i int) (string, theme.Style)) {
	gap := 0
	for i, h := range r.headers {
		if h.title == "" {
			continue
		}
		shown, style := at(i)
		room := widths[i] - text.Width(shown)
		if h.right {
			gap, room = gap+room, 0
		}
		out.WriteString(strings.Repeat(" ", gap))
		out.WriteString(style.Paint(shown))
		gap = room + 2
	}
	out.WriteByte('\n')
}

// csv writes a header and a row each. Spreadsheets run what begins like a
// formula, and names and messages come from outside: such text gets an
// apostrophe, which spreadsheets take for "this is text".
func (r records) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	line := make([]string, 0, len(r.headers))
	for _, h := range r.headers {
		line = append(line, h.name)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range r.rows {
		line = line[:0]
		for _, c := range row {
			line = append(line, harmless(c.value))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(v any) string {
	s := plain(v)
	switch v.(type) {
	case string, []string:
		if s != "" && strings.ContainsAny(s[:1], "=+-@") {
			return "'" + s
		}
	}
	return s
}

// json writes one array, an object a line.
func (r records) json(w io.Writer) error {
	if len(r.rows) == 0 {
		_, err := io.WriteString(w, "[]\n")
		return err
	}
	for n, row := range r.rows {
		before := ",\n"
		if n == 0 {
			before = "[\n"
		}
		object, err := r.object(row)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, object); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}

// object is a row as a JSON object whose names are in the order of the columns.
func (r records) object(row []cell) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, c := range row {
		if i > 0 {
			out.WriteByte(',')
		}
		value, err := encode(c.value)
		if err != nil {
			return nil, fmt.Errorf("cannot print %s as JSON: %w", r.headers[i].name, err)
		}
		fmt.Fprintf(&out, "%q:%s", r.headers[i].name, value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// encode is a value as JSON that is safe to print on a terminal: characters
// that steer it or change what is read are escaped, and nothing is lost.
func encode(v any) ([]byte, error) {
	if t, ok := v.(time.Time); ok {
		v = t.UTC()
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	var safe bytes.Buffer
	for _, r := range string(bytes.TrimRight(out.Bytes(), "\n")) {
		switch {
		case r >= 0x10000 && unicode.Is(unicode.Cf, r):
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&safe, `\u%04x\u%04x`, high, low)
		case r >= 0x7f && r < 0xa0, unicode.Is(unicode.Cf, r):
			fmt.Fprintf(&safe, `\u%04x`, r)
		default:
			safe.WriteRune(r)
		}
	}
	return safe.Bytes(), nil
}
