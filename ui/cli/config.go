package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/spf13/pflag"
)

// configurable are the flags that --config may set: what is a person's habit,
// not what a single question is about.
var configurable = []string{"profile", "region", "endpoint-url", "cluster", "service", "read-only", "log-file", "theme", "plain", "no-color", "refresh", "recall", "api-share", "live-tail"}

// readConfig sets the flags that the file names and the command line does not.
// The file is YAML: a flag's name without its dashes, and its value.
func readConfig(name string, flags *pflag.FlagSet) error {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("cannot read the config file: %w", err)
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return badConfig(name, err)
	}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		entries, ok := doc.Body.(ast.MapNode)
		if !ok {
			return usage("%s: it is not a list of \"name: value\"", name)
		}
		for entry := entries.MapRange(); entry.Next(); {
			if err := setFlag(name, entry.Key(), entry.Value(), flags); err != nil {
				return err
			}
		}
	}
	return nil
}

func setFlag(file string, key, value ast.Node, flags *pflag.FlagSet) error {
	at := key.GetToken().Position
	place := fmt.Sprintf("%s:%d:%d", file, at.Line, at.Column)
	name := key.GetToken().Value
	if !slices.Contains(configurable, name) {
		return usage("%s: there is no setting %q%s (settings: %s)", place, name, meant(name, configurable, ""), strings.Join(configurable, ", "))
	}
	var text any
	if err := yaml.NodeToValue(value, &text); err != nil {
		return badConfig(file, err)
	}
	if flags.Changed(name) {
		return nil // the command line wins
	}
	if err := flags.Lookup(name).Value.Set(fmt.Sprint(text)); err != nil {
		return usage("%s: %s is %q: %v", place, name, fmt.Sprint(text), err)
	}
	return nil
}

// badConfig is a mistake of YAML with its place in the file.
func badConfig(file string, err error) error {
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		at := y.GetToken().Position
		return usage("%s:%d:%d: %s", file, at.Line, at.Column, y.GetMessage())
	}
	return usage("%s: %v", file, err)
}
