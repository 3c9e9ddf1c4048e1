package ui

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/config"
)

// A view of the config file is held to its screen.
func TestViewFlaws(t *testing.T) {
	for _, c := range []struct {
		view   config.View
		of, in string
	}{
		{config.View{Screen: "services", Filter: "cpu>80 !steady", Sort: "cpu"}, "", ""},
		{config.View{Screen: "services", Filter: "cpu>>x"}, "filter", "cpu>"},
		{config.View{Screen: "services", Sort: "foo"}, "sort", `there is no column "foo"`},
		{config.View{Screen: "document", Sort: "foo"}, "screen", "no list"},
	} {
		flaws := ViewFlaws(c.view)
		if len(flaws) > 1 || c.of == "" && len(flaws) > 0 || c.of != "" && !strings.Contains(flaws[c.of], c.in) {
			t.Errorf("%+v: %v", c.view, flaws)
		}
	}
}
