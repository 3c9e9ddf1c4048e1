package views

import (
	"fmt"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// BenchmarkDocument moves about in a document of 50,000 lines.
func BenchmarkDocument(b *testing.B) {
	d := newDocument(screen.Ref{}).(*Document)
	env := screen.Env{Theme: theme.Default(), Snap: &model.Snapshot{}, Now: time.Unix(1, 0), Width: 160, Height: 40}
	c := model.ContainerDef{Name: "app"}
	for i := range 25_000 {
		c.Environment = append(c.Environment, model.Variable{Name: fmt.Sprint("NAME", i), Value: fmt.Sprint("value ", i)})
	}
	d.Hold(env, screen.Thing{Name: "x", Value: []model.ContainerDef{c}})
	if len(d.lines) < 50_000 {
		b.Fatalf("%d lines", len(d.lines))
	}
	b.Run("move", func(b *testing.B) {
		for b.Loop() {
			d.move(env, 1)
			d.View(env)
		}
	})
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			d.fold(env)
			d.View(env)
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			d.search("name249")
			d.toMatch(env, 1)
			d.View(env)
		}
	})
}
