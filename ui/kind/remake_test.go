package kind

import (
	"fmt"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// A crowd is made beside the program: what is on screen stays until it is there,
// and of the snapshots that came meanwhile the newest is made next.
func TestACrowdIsMadeBesideTheProgram(t *testing.T) {
	made := 0
	k := names(&made)
	k.Crowd = true
	crowd := make([]string, many+1)
	for i := range crowd {
		crowd[i] = fmt.Sprintf("name-%04d", i)
	}
	l := New(k, screen.Ref{})
	l.Enter(t.Context(), world(1, crowd...))
	first := l.Update(world(2, append(crowd, "new")...), screen.Refreshed{})
	if first == nil || made != 1 || l.table.Total() != many+1 {
		t.Fatalf("made %d times, %d rows", made, l.table.Total())
	}
	newest := world(4, append(crowd, "new", "newer")...)
	if l.Update(world(3, crowd...), screen.Refreshed{}) != nil || l.Update(newest, screen.Refreshed{}) != nil {
		t.Error("made twice at a time")
	}
	second := l.Update(newest, first().(screen.Answer).Msg)
	if l.table.Total() != many+2 || second == nil {
		t.Fatalf("%d rows after the first answer", l.table.Total())
	}
	l.Update(newest, second().(screen.Answer).Msg)
	if l.table.Total() != many+3 || made != 3 {
		t.Errorf("made %d times, %d rows after the second answer", made, l.table.Total())
	}
}
