package suite

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// TestReadOnly: a whole backend behind backend.ReadOnly writes nothing, by
// whatever way it is reached.
func TestReadOnly(t *testing.T) {
	s := newMemory().subject()
	b := sub{s, t}
	before, task := b.theService(), b.running()[0]
	guarded := backend.ReadOnly(s.Backend)
	wantKind(t, guarded.Scale(limited(t), s.service(), 1), backend.KindRefused, "Scale when read-only")
	wantKind(t, guarded.Redeploy(limited(t), s.service()), backend.KindRefused, "Redeploy when read-only")
	if stopper, ok := backend.As[backend.Stopper](guarded); ok {
		wantKind(t, stopper.StopTask(limited(t), task.Ref, "suite"), backend.KindRefused, "StopTask when read-only")
	}
	if d := difference(before, b.theService(), nil); d != "" {
		t.Errorf("writes through a read-only backend changed the service: %s", d)
	}
	a, err := guarded.About(limited(t))
	b.need(err, "About when read-only")
	if !a.ReadOnly {
		t.Errorf("About of a read-only backend does not say so")
	}
}
