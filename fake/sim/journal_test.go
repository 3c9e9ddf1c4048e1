package sim

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every kind of entry that is written is one of Kinds, and the other way round.
func TestKindsAreThoseOfTheJournal(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Entry\{[^}]*\bKind: "(\w+)"`).FindAllSubmatch(text, -1) {
			written[string(m[1])] = true
		}
	}
	if got := keys(written); !slices.Equal(got, Kinds) {
		t.Errorf("written are %q,\nand Kinds are %q", got, Kinds)
	}
}
