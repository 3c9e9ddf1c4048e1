package screen

// Thing is what a row or a page is about, as far as it can be pointed at:
// opened elsewhere, copied, described. Fields that a thing does not have are
// empty.
type Thing struct {
	// Ref leads to screens about the thing.
	Ref Ref
	// Name is what a person calls it, ARN and ID what AWS does.
	Name, ARN, ID string
	// IP, Image and Text are more that is worth copying: a private address, the
	// images of its containers, a log line.
	IP, Image, Text string
	// Value is the thing itself, of package model: what a document shows. Values
	// that are secret are masked by whoever prints it.
	Value any
}

// Holder is a screen with things on it.
type Holder interface {
	// Things are what is meant now: the marked rows, else the selected one, else
	// what the page is about. There may be none.
	Things(env Env) []Thing
}

// Tabular is a screen whose rows can be had as text and as values: every row
// that the filter lets through, in the order on screen.
type Tabular interface {
	// Grid is the titles of all columns and the plain text of all cells.
	Grid(env Env) (titles []string, rows [][]string)
	// Values are the rows themselves.
	Values() []any
}
