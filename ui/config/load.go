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

// check finds all that is wrong with values that are of the right kind.
func (f *File) check() error {
	var all []error
	shelf := theme.Shelf{Own: f.Themes}
	for _, name := range shelf.Names() {
		all = append(all, f.badTheme(shelf, name))
	}
	if known := append(shelf.Names(), "ascii"); f.Theme != "" && !slices.Contains(known, f.Theme) {
		all = append(all, mistake(f.Place("theme"), "%s", Unknown("theme", f.Theme, shelf.Names())))
	}
	if f.Refresh != "" {
		if d, err := time.ParseDuration(f.Refresh); err != nil || d < time.Second {
			all = append(all, mistake(f.Place("refresh"), "refresh is %q: it is a second or more, as 10s or 1m30s", f.Refresh))
		}
	}
	seen := map[string]bool{}
	for i, v := range f.Views {
		if at := "views[" + strconv.Itoa(i) + "].name"; seen[v.Name] {
			all = append(all, mistake(f.Place(at), "there are two views named %q", v.Name))
		}
		seen[v.Name] = true
	}
	for i, r := range f.Contexts {
		all = append(all, f.badRule("contexts["+strconv.Itoa(i)+"]", r))
	}
	return errors.Join(all...)
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

// Flaws says what is wrong with the words of a view: by the setting, filter or
// sort.
type Flaws func(v View) map[string]string

// Against holds the file to what there is: the keys of the screens, the screens
// themselves, and what their lists can be narrowed and sorted by.
func (f *File) Against(chains keymap.Chains, flaws Flaws) error {
	var all []error
	for _, p := range keymap.Remap(f.Keys).Check(chains) {
		at := f.Place("keys." + p.At)
		if p.Says == "" {
			all = append(all, mistake(at, "keys: there is no action %q%s", p.At, meant(p.At, chains.Names())))
			continue
		}
		all = append(all, mistake(at, "keys.%s: %s", p.At, p.Says))
	}
	kinds := slices.Sorted(maps.Keys(chains))
	for i, v := range f.Views {
		path := "views[" + strconv.Itoa(i) + "]."
		if !slices.Contains(kinds, v.Screen) {
			all = append(all, mistake(f.Place(path+"screen"), "%sscreen: %s", path, Unknown("screen", v.Screen, kinds)))
			continue
		}
		if flaws == nil {
			continue
		}
		wrong := flaws(v)
		for _, of := range slices.Sorted(maps.Keys(wrong)) {
			all = append(all, mistake(f.Place(path+of), "%s%s: %s", path, of, wrong[of]))
		}
	}
	return errors.Join(all...)
}

func meant(word string, known []string) string {
	if near := fuzzy.Nearest(word, known); near != "" {
		return ": did you mean " + near + "?"
	}
	return " (ecsdeck config keys lists them)"
}
