package chart

import (
	"slices"
	"strings"
)

// Part is a run of equal cells in a bar.
type Part struct {
	N     int  // how many of the total; below zero counts as zero
	Cell  rune // one cell wide
	ASCII rune // instead of Cell where only ASCII can be shown
}

// Rollout draws a deployment on its way: ▓ for tasks that run, ▒ for those on
// their way, ░ for those not begun; # = - in ASCII.
func Rollout(done, moving, total, width int, ascii bool) string {
	return Bar([]Part{{N: done, Cell: '▓', ASCII: '#'}, {N: moving, Cell: '▒', ASCII: '='}}, total, width, ascii)
}

// Bar draws parts of a total in their order and what is left of it as ░ (- in
// ASCII): exactly width cells. Nothing of nothing (a total and parts of zero)
// is blank, not an empty bar. See Cells for the rounding.
func Bar(parts []Part, total, width int, ascii bool) string {
	if width <= 0 {
		return ""
	}
	sum := 0
	counts := make([]int, 0, len(parts)+1)
	for _, p := range parts {
		counts = append(counts, max(0, p.N))
		sum += max(0, p.N)
	}
	if total <= 0 && sum == 0 {
		return strings.Repeat(" ", width)
	}
	all := slices.Concat(parts, []Part{{Cell: '░', ASCII: '-'}})
	cells := Cells(append(counts, max(0, total-sum)), width)
	var b strings.Builder
	b.Grow(3 * width)
	for i, p := range all {
		cell := p.Cell
		if ascii {
			cell = p.ASCII
		}
		for range cells[i] {
			b.WriteRune(cell)
		}
	}
	return b.String()
}

// Cells shares width cells among counts in proportion, so that they add up:
// each gets its whole cells, then the largest remainders get one more. As long
// as there is room a count above zero gets at least one cell: 999 of 1,000 is
// not all, and 1 of 1,000 is not none.
func Cells(counts []int, width int) []int {
	cells := make([]int, len(counts))
	sum := 0
	for _, n := range counts {
		sum += max(0, n)
	}
	if sum == 0 || width <= 0 {
		return cells
	}
	order := make([]int, len(counts))
	remainder := make([]int, len(counts))
	left := width
	for i, n := range counts {
		order[i] = i
		cells[i], remainder[i] = max(0, n)*width/sum, max(0, n)*width%sum
		left -= cells[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainder[b] - remainder[a] })
	for _, i := range order[:left] {
		cells[i]++
	}
	for i, n := range counts {
		if n > 0 && cells[i] == 0 {
			show(cells, i)
		}
	}
	return cells
}

// show gives part i a cell of the part that has most, unless that one would
// lose its last.
func show(cells []int, i int) {
	most := 0
	for j, n := range cells {
		if n > cells[most] {
			most = j
		}
	}
	if cells[most] > 1 {
		cells[most]--
		cells[i]++
	}
}
