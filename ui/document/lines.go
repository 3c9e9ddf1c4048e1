package document

// Line is one line of a layout. Its text is in pieces, so that a screen can
// colour them; printed one after another they are the line.
type Line struct {
	Node *Node
	Path string // of the node; the same in every making of the document
	// Indent is the blanks before, Lead what begins an item of a list, Key the
	// field's name, Sep what follows that, Value the scalar or the brackets,
	// Tail a comma.
	Indent                      int
	Lead, Key, Sep, Value, Tail string
	// Folds tells that the line begins an object or a list that can be folded,
	// Folded that it is. Closing lines belong to the node that they close.
	Folds, Folded, Closes bool
}

// Plain is the line as text.
func (l Line) Plain() string {
	return blanks(l.Indent) + l.Lead + l.Key + l.Sep + l.Value + l.Tail
}

// Format is how a document is laid out.
type Format uint8

// Formats.
const (
	YAML Format = iota
	JSON
)

func (f Format) String() string {
	if f == JSON {
		return "JSON"
	}
	return "YAML"
}

// View is how a person has a document before them.
type View struct {
	Format   Format
	Revealed bool
	// Folded are the paths of what is folded.
	Folded map[string]bool
	// Room is how many lines are expected.
	Room int
}

// Lines lays a document out.
func (v View) Lines(root *Node) []Line {
	w := writer{view: v, lines: make([]Line, 0, v.Room)}
	switch {
	case v.Format == JSON:
		w.json(root, 0, "", "")
	case root.Kind == Scalar:
		w.lines = append(w.lines, Line{Node: root, Value: yamlScalar(root, v.Revealed)})
	case len(root.Items) == 0:
		w.lines = append(w.lines, Line{Node: root, Value: empty(root)})
	default:
		w.yaml(root, 0, "")
	}
	return w.lines
}

// Text is the whole document, nothing folded.
func Text(root *Node, f Format, revealed bool) string {
	var out []byte
	for _, l := range (View{Format: f, Revealed: revealed}).Lines(root) {
		out = append(append(out, l.Plain()...), '\n')
	}
	return string(out)
}

// Folds are the paths of everything that can be folded, below the root.
func Folds(root *Node) map[string]bool {
	out := map[string]bool{}
	var walk func(n *Node)
	walk = func(n *Node) {
		for _, item := range n.Items {
			if len(item.Items) > 0 {
				out[item.Path] = true
				walk(item)
			}
		}
	}
	walk(root)
	return out
}

type writer struct {
	view  View
	lines []Line
}

const step = 2 // blanks that a level is indented by

func empty(n *Node) string {
	if n.Kind == List {
		return "[]"
	}
	return "{}"
}

// yaml writes the items of an object or a list. lead begins the first line, of
// the first item of an object in a list.
func (w *writer) yaml(n *Node, indent int, lead string) {
	for _, item := range n.Items {
		l := Line{Node: item, Path: item.Path, Indent: indent, Lead: lead}
		if lead != "" {
			l.Indent -= len(lead)
			lead = ""
		}
		if n.Kind == List {
			w.yamlItem(l, item, indent)
			continue
		}
		l.Key, l.Sep = yamlKey(item), ":"
		w.yamlValue(l, item, indent+step)
	}
}

// yamlItem writes an item of a list: the first field of an object stands on the
// line of the dash, so that is what folds it.
func (w *writer) yamlItem(l Line, item *Node, indent int) {
	l.Lead += "- "
	if item.Kind != Object || len(item.Items) == 0 {
		l.Sep = ""
		w.yamlValue(l, item, indent+step)
		return
	}
	if w.view.Folded[item.Path] {
		l.Folds, l.Folded, l.Value = true, true, summary(item, w.view.Revealed)
		w.lines = append(w.lines, l)
		return
	}
	first := len(w.lines)
	w.yaml(item, l.Indent+len(l.Lead), l.Lead)
	// The line of the dash stands for the whole item, unless its first field has
	// something to fold itself.
	if !w.lines[first].Folds {
		w.lines[first].Folds, w.lines[first].Path = true, item.Path
	}
}

// yamlValue ends a line with the value, or goes on below it.
func (w *writer) yamlValue(l Line, n *Node, indent int) {
	if l.Sep != "" && (n.Kind == Scalar || len(n.Items) == 0 || w.view.Folded[n.Path]) {
		l.Sep += " "
	}
	switch {
	case n.Kind == Scalar:
		l.Value = yamlScalar(n, w.view.Revealed)
	case len(n.Items) == 0:
		l.Value = empty(n)
	case w.view.Folded[n.Path]:
		l.Folds, l.Folded, l.Value = true, true, summary(n, w.view.Revealed)
	default:
		l.Folds = true
		w.lines = append(w.lines, l)
		w.yaml(n, indent, "")
		return
	}
	w.lines = append(w.lines, l)
}

// json writes a node, which its key is before and a comma after.
func (w *writer) json(n *Node, indent int, key, tail string) {
	l := Line{Node: n, Path: n.Path, Indent: indent, Tail: tail}
	if key != "" {
		l.Key, l.Sep = quoted(key), ": "
	}
	open, closing := "{", "}"
	if n.Kind == List {
		open, closing = "[", "]"
	}
	switch {
	case n.Kind == Scalar:
		l.Value = jsonScalar(n, w.view.Revealed)
	case len(n.Items) == 0:
		l.Value = empty(n)
	case w.view.Folded[n.Path]:
		l.Folds, l.Folded, l.Value = true, true, open+" "+summary(n, w.view.Revealed)+" "+closing
	default:
		l.Folds, l.Value, l.Tail = true, open, ""
		w.lines = append(w.lines, l)
		for i, item := range n.Items {
			comma := ","
			if i == len(n.Items)-1 {
				comma = ""
			}
			w.json(item, indent+step, item.Key, comma)
		}
		l = Line{Node: n, Path: n.Path, Indent: indent, Value: closing, Tail: tail, Closes: true}
	}
	w.lines = append(w.lines, l)
}
