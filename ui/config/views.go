package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Views is the file in which a person's saved views are kept.
type Views struct{ file string }

// mostViews is how large the file may be: a view takes a line.
const mostViews = 1 << 20

// StateDir is where the program keeps what it is to know again:
// $XDG_STATE_HOME/ecsdeck, or ~/.local/state/ecsdeck.
func StateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ecsdeck"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "state", "ecsdeck"), nil
}

// OpenViews is the views kept in a folder. It reads nothing.
func OpenViews(dir string) *Views { return &Views{filepath.Join(dir, "views.json")} }

// saved is the file: an object, so that there is room for more.
type saved struct {
	Views []view `json:"views"`
}

// view is a View as the file has it.
type view struct {
	Name       string `json:"name"`
	Screen     string `json:"screen"`
	Filter     string `json:"filter,omitempty"`
	Sort       string `json:"sort,omitempty"`
	Descending bool   `json:"descending,omitempty"`
	Wide       bool   `json:"wide,omitempty"`
}

// Load is the views that were saved; none without a file.
func (v *Views) Load() ([]View, error) {
	info, err := os.Stat(v.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Size() > mostViews:
		return nil, fmt.Errorf("%s is too large to be saved views", v.file)
	}
	data, err := os.ReadFile(v.file)
	if err != nil {
		return nil, err
	}
	var s saved
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", v.file, err)
	}
	views := make([]View, 0, len(s.Views))
	for _, v := range s.Views {
		views = append(views, View(v))
	}
	return views, nil
}

// Save replaces what was saved, all of it or nothing.
func (v *Views) Save(views []View) error {
	s := saved{Views: make([]view, 0, len(views))}
	for _, v := range views {
		s.Views = append(s.Views, view(v))
	}
	var data bytes.Buffer
	out := json.NewEncoder(&data)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false) // a filter is to be read
	if err := out.Encode(s); err != nil {
		return err
	}
	dir := filepath.Dir(v.file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "views-*.new")
	if err != nil {
		return err
	}
	_, err = f.Write(data.Bytes())
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), v.file)
}
