package ui

import (
	"errors"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// shelf keeps views in memory.
type shelf struct {
	views []config.View
	fail  error
}

func (s *shelf) Load() ([]config.View, error) { return s.views, s.fail }

func (s *shelf) Save(views []config.View) error {
	s.views = views
	return nil
}

func TestAViewIsSavedAndOpened(t *testing.T) {
	kept := &shelf{}
	configured := config.View{Name: "needy", Screen: views.KindServices, Filter: "!order"}
	onShow(t, func(o *Options) { o.Views, o.Settings.Views = kept, []config.View{configured} }, func(s *show) {
		s.Press("enter", "/", "t", "a", "s", "k", "s", ">", "3", "enter", ">", "W", "V")
		s.shows("save this view", "/tasks>3, by service, wide", "needy")
		s.Press("enter")
		s.shows("Save this view")
		s.Press("b", "i", "g", "enter")
		s.Wait()
		s.shows("view big saved")
		want := config.View{Name: "big", Screen: views.KindServices, Filter: "tasks>3", Sort: "service", Wide: true}
		if len(kept.views) != 1 || kept.views[0] != want {
			t.Fatalf("kept: %v", kept.views)
		}
		s.Press("V", "n", "e", "e", "d", "y", "enter")
		s.shows("/!order", "2 of 3", "worst first")
		s.Press("esc", "enter") // at the tasks of a service
		s.Press("V", "b", "i", "g", "enter")
		s.shows("services", "/tasks>3", "SERVICE ▴", "1 of 3")
		s.Press("V", "f", "o", "r", "g", "e", "t", "enter")
		s.shows("Forget a view", "big")
		s.hides("needy") // its file has it
		s.Press("enter")
		s.Wait()
		if len(kept.views) != 0 {
			t.Errorf("kept: %v", kept.views)
		}
	})
}

// Views that cannot be read are not written over.
func TestViewsThatCannotBeReadAreLeftAlone(t *testing.T) {
	onShow(t, func(o *Options) { o.Views = &shelf{fail: errors.New("views.json: not ours")} }, func(s *show) {
		s.Wait()
		s.shows("saved views could not be read: views.json: not ours")
		s.Press("V", "enter")
		s.shows("the saved views could not be read")
		s.hides("Save this view")
	})
}
