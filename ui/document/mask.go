package document

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
)

// hide makes a scalar secret that is shown otherwise than it is.
func hide(n *Node, shown string) {
	if n.Kind != Scalar || n.Text == "" || shown == n.Text {
		return
	}
	if n.Secret && n.masked == "" {
		return // all of it is
	}
	n.Secret, n.masked = true, shown
}

// maskNamed masks a value by the name that it has. What AWS calls key is the name
// of something.
func maskNamed(n *Node, name string) {
	if n.Kind == Scalar && n.Type == String && name != "key" {
		hide(n, secret.Of(name, n.Text))
	}
}

// maskArgs masks in a list what its items say together: --token and X.
func maskArgs(n *Node) {
	args := make([]string, len(n.Items))
	for i, item := range n.Items {
		if item.Kind != Scalar {
			return
		}
		args[i] = item.Text
	}
	for i, shown := range secret.Args(args) {
		hide(n.Items[i], shown)
	}
}

// maskPairs masks the value of an object that has its name beside it: name and
// value, key and value.
func maskPairs(n *Node) {
	name := slices.IndexFunc(n.Items, func(item *Node) bool {
		return item.Kind == Scalar && (item.Key == "name" || item.Key == "key")
	})
	if name < 0 {
		return
	}
	for _, item := range n.Items {
		if item.Kind == Scalar && item.Type == String && item.Key == "value" {
			hide(item, secret.Of(n.Items[name].Text, item.Text))
		}
	}
}

// maskChange masks both sides of a difference as the screen of it does.
func maskChange(n *Node, c taskdiff.Change) {
	for _, item := range n.Items {
		switch {
		case item.Key == "old":
			hide(item, c.Shown(c.Old))
		case item.Key == "new":
			hide(item, c.Shown(c.New))
		}
	}
}
