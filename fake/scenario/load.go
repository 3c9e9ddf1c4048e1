package scenario

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

//go:embed worlds/*.yaml
var worlds embed.FS

// Default is the scenario of the demo.
const Default = "food-delivery"

// Info is an embedded scenario in a list.
type Info struct{ Name, Title string }

// List is the embedded scenarios, the default first, then by name. It panics
// when one of them does not parse, which a test rules out.
func List() []Info {
	names, err := fs.Glob(worlds, "worlds/*.yaml")
	if err != nil {
		panic(err)
	}
	out := []Info{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		s, err := Load(name)
		if err != nil {
			panic(err)
		}
		if info := (Info{name, s.Title}); name == Default {
			out = append([]Info{info}, out...)
		} else {
			out = append(out, info)
		}
	}
	return out
}

// Load reads an embedded scenario by its name, or a file: anything with a
// slash or ending in .yaml or .yml. An empty name is the default.
func Load(name string) (*Scenario, error) {
	if name == "" {
		name = Default
	}
	if strings.ContainsRune(name, '/') || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		data, err := readFile(name)
		if err != nil {
			return nil, fmt.Errorf("scenario file %s cannot be read: %w", name, errors.Unwrap(err))
		}
		return Parse(name, data)
	}
	data, err := worlds.ReadFile("worlds/" + name + ".yaml")
	if err != nil {
		return nil, unknown(name)
	}
	return Parse(name+".yaml", data)
}

// largest is how long a scenario file may be: far above any that a person
// writes.
const largest = 1 << 20

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err == nil && len(data) > largest {
		err = fmt.Errorf("read %s: %w", name, errTooLong)
	}
	return data, err
}

var errTooLong = errors.New("it is longer than 1 MiB: that is no scenario")

func unknown(name string) error {
	var names []string
	for _, info := range List() {
		names = append(names, info.Name)
	}
	hint := ""
	if near := nearest(name, names); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	return fmt.Errorf("there is no scenario %q: the embedded ones are %s; a file is given by its path.%s", name, strings.Join(names, ", "), hint)
}
