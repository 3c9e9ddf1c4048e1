package text

import "github.com/clipperhouse/displaywidth"

// Wrap breaks s into rows of at most w cells, at least one row. It breaks
// anywhere: log lines are rarely prose, and columns that move from row to row
// cost the reader more than a word cut in two.
func Wrap(s string, w int) []string {
	row, rest := Break(s, w)
	rows := []string{row}
	for rest != "" {
		row, rest = Break(rest, w)
		rows = append(rows, row)
	}
	return rows
}

// Break is one step of Wrap: the first row, and what is left for the next
// ones. A character wider than w shows as an ellipsis. A w below 1 counts as 1.
func Break(s string, w int) (row, rest string) {
	w = max(w, 1)
	if len(s) <= w { // no character is wider than its bytes are many
		return s, ""
	}
	if row = take(s, w); row == "" {
		g := displaywidth.StringGraphemes(s)
		g.Next()
		return Ellipsis, s[len(g.Value()):]
	}
	return row, s[len(row):]
}

// Rows is len(Wrap(s, w)), without making the rows.
func Rows(s string, w int) int {
	w = max(w, 1)
	if len(s) <= w {
		return 1
	}
	if plainPrefix(s) == len(s) {
		return (len(s) + w - 1) / w
	}
	n := 0
	for rest := s; rest != "" || n == 0; n++ {
		_, rest = Break(rest, w)
	}
	return n
}
