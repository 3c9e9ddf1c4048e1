package model

import "slices"

// Sort orders rows by compare and leaves those that are equal in the order they
// had: what slices.SortStableFunc does. That one is compiled anew, 25 kB of it,
// for each type of row; this one sorts their places, which are int32 whatever the
// rows are, and then moves each row once.
func Sort[T any](rows []T, compare func(a, b T) int) {
	from := places(len(rows), func(i, j int32) int { return compare(rows[i], rows[j]) })
	for first := range from {
		held, at := rows[first], int32(first)
		for next := from[at]; next != at; next = from[at] {
			if from[at] = at; next == int32(first) {
				rows[at] = held
				break
			}
			rows[at], at = rows[next], next
		}
	}
}

// places says which row belongs at each place, nil if all are where they belong:
// rows mostly come as they were sorted the last time.
func places(n int, compare func(i, j int32) int) []int32 {
	sorted := true
	for i := int32(1); i < int32(n) && sorted; i++ {
		sorted = compare(i-1, i) <= 0
	}
	if sorted {
		return nil
	}
	from := make([]int32, n)
	for i := range from {
		from[i] = int32(i)
	}
	slices.SortFunc(from, func(i, j int32) int {
		if c := compare(i, j); c != 0 {
			return c
		}
		return int(i - j)
	})
	return from
}
