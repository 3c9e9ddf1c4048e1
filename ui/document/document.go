// Package document is a value of the model as a document to read: a tree of
// fields under the names that AWS gives them, laid out as YAML or as JSON, a
// line each, so that a screen can fold it, search it and draw what is in sight.
//
// What is zero or not known is left out, times are RFC 3339, and what is or
// looks like a secret knows that it is one: whoever prints it masks it.
package document

import (
	"cmp"
	"strconv"

	"github.com/ecsdeck/ecsdeck/model/secret"
)

// Kind tells nodes apart.
type Kind uint8

// Kinds of nodes.
const (
	Scalar Kind = iota
	Object
	List
)

// Type is what a scalar is, for its colour and for whether it is quoted.
type Type uint8

// Types of scalars.
const (
	String Type = iota
	Number
	Bool
	Null
	Time
)

// Node is a value in a document: an object, a list or a scalar.
type Node struct {
	Key    string // in an object
	Kind   Kind
	Items  []*Node
	Text   string // of a scalar
	Type   Type
	Secret bool
	// Path is where it is in the document, the same in every making of it.
	Path string

	masked        string // as it is shown where only a part of it is secret
	yaml, yamlKey string // as YAML has the text and the key, once that was asked
}

// Shown is the scalar's text, or what masks it.
func (n *Node) Shown(revealed bool) string {
	if n.Secret && !revealed && n.Text != "" {
		return cmp.Or(n.masked, secret.Mask)
	}
	return n.Text
}

// Masks tells whether anything in the tree is secret.
func (n *Node) Masks() bool {
	if n.Secret && n.Text != "" {
		return true
	}
	for _, item := range n.Items {
		if item.Masks() {
			return true
		}
	}
	return false
}

// child is the item of an object with a key, made if it is not there.
func (n *Node) child(key string) *Node {
	for _, item := range n.Items {
		if item.Key == key {
			return item
		}
	}
	made := &Node{Key: key, Kind: Object}
	n.Items = append(n.Items, made)
	return made
}

// placed gives every node of a document its path.
func placed(n *Node) *Node {
	for i, item := range n.Items {
		if n.Kind == List {
			item.Path = n.Path + "[" + strconv.Itoa(i) + "]"
		} else {
			item.Path = n.Path + "." + item.Key
		}
		placed(item)
	}
	return n
}
