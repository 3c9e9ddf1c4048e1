package views

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// TestNoTasksSaysWhetherThatIsWanted tells a service that is scaled to zero
// from one that has no place, and from one of which nothing is known.
func TestNoTasksSaysWhetherThatIsWanted(t *testing.T) {
	cluster := model.ClusterRef{Name: "food-delivery"}
	ref := model.ServiceRef{Cluster: cluster, Name: "receipts"}
	for desired, want := range map[int]string{
		-1: "how many receipts wants is not known",
		0:  "receipts is scaled to zero",
		1:  "receipts wants 1 task and has none",
	} {
		snap := &model.Snapshot{Services: map[model.ClusterRef]model.Part[model.Service]{}}
		if desired >= 0 {
			snap.Services[cluster] = model.Part[model.Service]{Rows: []model.Service{{Ref: ref, Desired: desired}}}
		}
		if got := noTasks(screen.Env{Snap: snap}, screen.OfService(ref)); !strings.Contains(got, want) {
			t.Errorf("desired %d: %q, want %q", desired, got, want)
		}
	}
}
