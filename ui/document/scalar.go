package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// quoted is a string as JSON has it, which YAML reads as well.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func jsonScalar(n *Node, revealed bool) string {
	switch n.Type {
	case Number, Bool, Null:
		if !n.Secret || revealed {
			return n.Text
		}
	case String, Time:
	}
	return quoted(n.Shown(revealed))
}

func yamlScalar(n *Node, revealed bool) string {
	if n.Secret && !revealed || n.Text == "" {
		return asYAML(n, n.Shown(revealed))
	}
	if n.yaml == "" {
		n.yaml = asYAML(n, n.Text)
	}
	return n.yaml
}

func asYAML(n *Node, s string) string {
	if n.Type == String && !plain(s) {
		return quoted(s)
	}
	return s
}

// yamlKey is a field's name as YAML has it.
func yamlKey(n *Node) string {
	if n.yamlKey == "" {
		if n.yamlKey = n.Key; !plain(n.Key) {
			n.yamlKey = quoted(n.Key)
		}
	}
	return n.yamlKey
}

// other is what YAML would read as something else than a string.
var other = regexp.MustCompile(`(?i)^(~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][0-9a-fx_.:eo+-]*|[-+]?\.(inf|nan)|=|<<|---.*|\.\.\..*)$`)

// suspect tells whether a string could be anything of other: words of letters
// are only when they are short.
func suspect(s string) bool {
	c := s[0] | 0x20
	return c < 'a' || c > 'z' || len(s) <= len("false")
}

// plain tells a string that YAML reads as it is.
func plain(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || suspect(s) && other.MatchString(s) || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	if strings.ContainsRune("!&*-?|>@`\"'%#{}[],:=~", rune(s[0])) {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// summary is what a folded node says of itself: how much there is, and the
// names by which the first of it is known.
func summary(n *Node, revealed bool) string {
	if n.Kind == List {
		if len(n.Items) == 1 {
			return "1 item"
		}
		return fmt.Sprintf("%d items", len(n.Items))
	}
	for _, item := range n.Items {
		if item.Kind == Scalar && (item.Key == "name" || strings.HasSuffix(item.Key, "Name") || item.Key == "id" || item.Key == "key") {
			return fmt.Sprintf("%s: %s, %d fields", item.Key, cut(item.Shown(revealed), 40), len(n.Items))
		}
	}
	if len(n.Items) == 1 {
		return "1 field"
	}
	return fmt.Sprintf("%d fields", len(n.Items))
}

func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n]) + "..."
}

func blanks(n int) string { return strings.Repeat(" ", max(0, n)) }
