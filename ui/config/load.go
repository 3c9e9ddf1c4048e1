package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Default is where the config file is looked for when nobody names one.
func Default() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "ecsdeck", "config.yaml")
}

// Themes is the folder of themes in files of their own, beside a config file.
func Themes(file string) string { return filepath.Join(filepath.Dir(file), "themes") }

// Load reads a config file and the themes beside it. One that need not be there
// is empty when it is not.
func Load(file string, must bool) (*File, error) {
	if file == "" {
		return &File{}, nil
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !must:
		data = nil
	case err != nil:
		return nil, &Mistake{Place{File: file}, "cannot read the config file: " + reason(err)}
	}
	f, err := Read(file, data)
	if err != nil {
		return nil, err
	}
	if err := f.gather(Themes(file)); err != nil {
		return nil, err
	}
	return f, f.check()
}

func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Read reads the text of a config file; what its words mean is not looked at.
func Read(file string, data []byte) (*File, error) {
	f := &File{path: file, places: map[string]Place{}}
	d := decoder{file: file, places: f.places}
	return f, d.decode(data, f)
}

// gather adds the themes that are files of their own.
func (f *File) gather(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil //nolint:nilerr // the folder has a name that is no pattern: there are none to be found by one
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if _, both := f.Themes[name]; both {
			return mistake(f.Place("themes."+name), "the theme %s is in %s too", name, file)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return &Mistake{Place{File: file}, "cannot read the theme: " + reason(err)}
		}
		d := decoder{file: file, places: map[string]Place{}}
		var spec theme.Spec
		if err := d.decode(data, &spec); err != nil {
			return err
		}
		if f.Themes == nil {
			f.Themes = map[string]theme.Spec{}
		}
		f.Themes[name] = spec
		f.places["themes."+name] = Place{File: file}
		for at, place := range d.places {
			f.places["themes."+name+"."+at] = place
		}
	}
	return nil
}

// check finds what is wrong with values that are of the right kind.
func (f *File) check() error {
	shelf := theme.Shelf{Own: f.Themes}
	for _, name := range shelf.Names() {
		if err := f.badTheme(shelf, name); err != nil {
			return err
		}
	}
	if known := append(shelf.Names(), "ascii"); f.Theme != "" && !slices.Contains(known, f.Theme) {
		return mistake(f.Place("theme"), "%s", Unknown("theme", f.Theme, shelf.Names()))
	}
	if f.Refresh != "" {
		if d, err := time.ParseDuration(f.Refresh); err != nil || d < time.Second {
			return mistake(f.Place("refresh"), "refresh is %q: it is a second or more, as 10s or 1m30s", f.Refresh)
		}
	}
	seen := map[string]bool{}
	for i, v := range f.Views {
		if at := "views[" + strconv.Itoa(i) + "].name"; seen[v.Name] {
			return mistake(f.Place(at), "there are two views named %q", v.Name)
		}
		seen[v.Name] = true
	}
	for i, r := range f.Contexts {
		if err := f.badRule("contexts["+strconv.Itoa(i)+"]", r); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) badTheme(shelf theme.Shelf, name string) error {
	_, err := shelf.Make(name, theme.UnknownGround)
	var bad *theme.SpecError
	if !errors.As(err, &bad) {
		return err
	}
	at := "themes." + name + "." + bad.Role
	var unknown *theme.UnknownError
	if errors.As(err, &unknown) {
		return mistake(f.Place(at), "%s: %s", at, Unknown(unknown.What, unknown.Name, unknown.Known))
	}
	return mistake(f.Place(at), "%s: %v", at, bad.Err)
}

func (f *File) badRule(at string, r Rule) error {
	matches := map[string]string{"profile": r.Profile, "account": r.Account, "region": r.Region, "cluster": r.Cluster, "tag": r.Tag}
	some := false
	for _, name := range []string{"profile", "account", "region", "cluster", "tag"} {
		pattern := matches[name]
		some = some || pattern != ""
		if _, err := path.Match(pattern, ""); err != nil {
			return mistake(f.Place(at+"."+name), "%s.%s is %q: it is no pattern, a [ has no ]", at, name, pattern)
		}
	}
	if !some {
		return mistake(f.Place(at), `%s matches nothing in particular: give it a profile, account, region, cluster or tag ("*" is every one)`, at)
	}
	_, err := theme.ReadInk(r.Colour)
	var unknown *theme.UnknownError
	if errors.As(err, &unknown) {
		return mistake(f.Place(at+".colour"), "%s.colour: %s", at, Unknown(unknown.What, unknown.Name, unknown.Known))
	}
	if err != nil {
		return mistake(f.Place(at+".colour"), "%s.colour: %v", at, err)
	}
	return nil
}

// Word is what the file says of a flag, by its name; false when it says nothing.
func (f *File) Word(name string) (word string, said bool) {
	v := reflect.ValueOf(f).Elem()
	i := slices.Index(keysOf(v.Type()), name)
	if i < 0 || v.Field(i).IsZero() {
		return "", false
	}
	return fmt.Sprint(reflect.Indirect(v.Field(i)).Interface()), true
}

// Against holds the file to what there is: the keys of the screens, and the
// screens themselves.
func (f *File) Against(chains keymap.Chains) error {
	if all := keymap.Remap(f.Keys).Check(chains); len(all) > 0 {
		p := all[0]
		at := f.Place("keys." + p.At)
		if p.Says == "" {
			return mistake(at, "keys: there is no action %q%s", p.At, meant(p.At, chains.Names()))
		}
		return mistake(at, "keys.%s: %s", p.At, p.Says)
	}
	kinds := slices.Sorted(maps.Keys(chains))
	for i, v := range f.Views {
		if at := "views[" + strconv.Itoa(i) + "].screen"; !slices.Contains(kinds, v.Screen) {
			return mistake(f.Place(at), "%s: %s", at, Unknown("screen", v.Screen, kinds))
		}
	}
	return nil
}

func meant(word string, known []string) string {
	if near := fuzzy.Nearest(word, known); near != "" {
		return ": did you mean " + near + "?"
	}
	return " (ecsdeck config keys lists them)"
}
