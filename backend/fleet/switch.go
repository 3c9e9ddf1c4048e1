package fleet

import (
	"context"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Switcher = (*Fleet)(nil)

// Contexts are those in use and how it stands with them.
func (f *Fleet) Contexts() []model.Context {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.standing()
}

// Profiles are those of the configuration.
func (f *Fleet) Profiles(ctx context.Context) ([]model.Context, error) {
	if f.options.Profiles == nil {
		return nil, nil
	}
	return f.options.Profiles(ctx)
}

// Regions are those that may be chosen.
func (f *Fleet) Regions() []string {
	if f.options.Regions == nil {
		return nil
	}
	return f.options.Regions()
}

// Use changes to these contexts. Those already in use go on as they are; it
// returns when nothing runs any more for those that are not in use now.
func (f *Fleet) Use(ctx context.Context, contexts []model.Context) error {
	f.using.Lock()
	defer f.using.Unlock()
	old := f.members()
	crew, err := f.enlist(ctx, old, contexts)
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.man(crew)
	life := f.life
	f.mu.Unlock()
	if life != nil {
		for _, m := range crew {
			if m.feed == nil {
				f.watch(life, m)
			}
		}
	}
	f.mu.Lock()
	f.changed()
	f.mu.Unlock()
	kept := make(map[*member]bool, len(crew))
	for _, m := range crew {
		kept[m] = true
	}
	for _, m := range old {
		if !kept[m] {
			_ = m.close() // nobody is left who could use what it says
		}
	}
	return nil
}
