package logs

import "sort"

// index is a sorted set of positions: the lines that match, the lines that are
// errors. It follows the store by three operations, in this order: shift for
// what was inserted, add for what belongs to the set, dropBefore for what fell
// off.
type index struct{ ring[int] }

// search is the place of the first position that is at least pos.
func (x *index) search(pos int) int {
	return sort.Search(x.len(), func(i int) bool { return *x.at(i) >= pos })
}

// shift moves the positions behind lines that were inserted; at is where those
// stand now, sorted.
func (x *index) shift(at []int) {
	j := len(at) - 1
	for i := x.len() - 1; i >= 0; i-- {
		p := x.at(i)
		for j >= 0 && at[j]-j > *p {
			j--
		}
		if j < 0 {
			return
		}
		*p += j + 1
	}
}

// shifted is where the line at pos stands after lines were inserted at.
func shifted(pos int, at []int) int {
	return pos + sort.Search(len(at), func(j int) bool { return at[j]-j > pos })
}

// add puts sorted positions, none of which is there yet, into their places.
func (x *index) add(at []int) {
	old := x.len() - 1
	x.extend(len(at))
	for to, j := x.len()-1, len(at)-1; j >= 0; to-- {
		if old >= 0 && *x.at(old) > at[j] {
			*x.at(to) = *x.at(old)
			old--
		} else {
			*x.at(to) = at[j]
			j--
		}
	}
}

// dropBefore forgets the positions below first.
func (x *index) dropBefore(first int) {
	if x.len() > 0 && *x.at(0) < first {
		x.drop(x.search(first))
	}
}
