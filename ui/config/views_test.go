package config

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestViewsComeBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	v := OpenViews(dir)
	if got, err := v.Load(); err != nil || len(got) > 0 {
		t.Fatalf("%v %v without a file", got, err)
	}
	want := []View{{Name: "busy", Screen: "services", Filter: "cpu>80 !test", Sort: "cpu", Descending: true, Wide: true}, {Name: "all", Screen: "tasks"}}
	for range 2 {
		if err := v.Save(want); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := OpenViews(dir).Load(); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v", got, err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

// A file that is not ours is told of, and not taken for none: the next save
// would be the end of it.
func TestViewsThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "views.json"), []byte("views:\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenViews(dir).Load(); err == nil {
		t.Error("no error")
	}
}
