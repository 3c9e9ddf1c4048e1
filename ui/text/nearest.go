package text

import "strings"

// Nearest is the candidate that resembles word most, "" when none does: a
// letter is wrong, or two after a first one that is right.
func Nearest(word string, candidates []string) string {
	best, at := "", 3
	for _, c := range candidates {
		if c == "" {
			continue
		}
		d := distance(strings.ToLower(word), c)
		if d > 1 && !strings.EqualFold(word[:min(1, len(word))], c[:1]) {
			continue
		}
		if len(word) > 1 && strings.HasPrefix(c, strings.ToLower(word)) {
			d = min(d, 2)
		}
		if d < at && d < len(c) {
			best, at = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete or replace on the way
// from a to b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
