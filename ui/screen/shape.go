package screen

// View is how a list is looked at: what is filtered, ordered and shown, under a
// name to come back to.
type View struct {
	Name   string
	Kind   string // of the screen
	Filter string
	// Sort is the id of a column, "" for the order by need.
	Sort       string
	Descending bool
	Wide       bool
}

// Shaped is a screen that can be looked at in several ways.
type Shaped interface {
	// Shape is how it is looked at now, without a name.
	Shape() View
	// Reshape makes it look so.
	Reshape(v View)
}

// Pointed is a screen that takes the mouse.
type Pointed interface {
	// Click is a press at a cell of the body. open tells that what was clicked
	// on was selected before, and is to be opened.
	Click(env Env, x, y int) (open bool)
	// Wheel scrolls by lines, up below zero.
	Wheel(lines int)
}

// Several asks for one decision about several rows.
type Several struct {
	Action string // its title
	Of     []One
}

// One is what an action would ask for about one of several rows, or why it does
// not apply to it.
type One struct {
	Name   string
	Effect Effect
	Why    string
}

func (Several) effect() {}
