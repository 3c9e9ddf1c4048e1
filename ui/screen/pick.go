package screen

// Item is one of several things to choose from.
type Item struct {
	// Letter chooses it at once, where nothing is typed; "" has none.
	Letter string
	// Kind is a word in front of it, that says what it is; often "".
	Kind string
	// Title is what it is called, Detail more about it.
	Title, Detail string
	// Why is why it cannot be chosen, "" when it can.
	Why string
	// Value is the thing itself, for who offers it.
	Value any
}

// Pick has a person choose one of several things, which is given to Then. With a
// Field what is typed narrows them; without one their letters choose at once.
type Pick struct {
	Title string
	Items []Item
	Field bool
	Then  func(Item) Effect
}

func (Pick) effect() {}
