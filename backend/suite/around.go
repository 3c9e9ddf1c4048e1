package suite

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// aroundChecks are about what lies around services.
var aroundChecks = []check{
	{"TargetGroups are the service's own, sorted by name", checkTargetGroups},
}

func checkTargetGroups(t T, s Subject) {
	grouper := ability[backend.TargetGrouper](t, s)
	b := sub{s, t}
	for _, svc := range b.services(b.fullCluster()) {
		rows, err := grouper.TargetGroups(limited(t), svc.Ref)
		b.need(err, "TargetGroups(%s)", svc.Ref)
		wantSorted(t, "TargetGroups by name", rows, func(a, b model.TargetGroup) int { return strings.Compare(a.Name, b.Name) })
		var got []string
		for _, g := range rows {
			got = append(got, g.ARN)
			if g.Name != model.TargetGroupName(g.ARN) || g.Interval <= 0 || g.Healthy <= 0 || g.TargetType == "" {
				t.Errorf("target group %s of %s is not told in full: %+v", g.ARN, svc.Ref, g)
			}
			for _, w := range g.Weights {
				if w.Rule == "" || w.Percent < 0 || w.Percent > 100 {
					t.Errorf("target group %s gets %v%% of rule %q", g.Name, w.Percent, w.Rule)
				}
			}
		}
		if !sameSet(got, svc.TargetGroups()) {
			t.Errorf("TargetGroups of %s are %q, the service has %q", svc.Ref, got, svc.TargetGroups())
		}
	}
	rows, err := grouper.TargetGroups(limited(t), b.fullCluster().Service(nobody))
	b.need(err, "TargetGroups of an unknown service")
	if len(rows) > 0 {
		t.Errorf("an unknown service has target groups %v", rows)
	}
}
