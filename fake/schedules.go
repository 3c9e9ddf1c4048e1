package fake

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// ScheduledActions reads what sets the bounds of a service's scaling at a time,
// sorted by name.
func (f *Fake) ScheduledActions(ctx context.Context, ref model.ServiceRef) (out []model.ScheduledAction, err error) {
	err = f.ofService(ctx, ref, "application-autoscaling:DescribeScheduledActions", func(p projector, s *sim.Service) {
		if s.Scaling == nil {
			return
		}
		for _, a := range s.Scaling.Scheduled {
			row := model.ScheduledAction{
				ARN: p.ScheduledActionARN(s, a), Name: a.Name, Service: p.ClusterRef(s.Cluster).Service(s.Name), Schedule: a.Schedule,
				Min: orNone(a.Min), Max: orNone(a.Max), StartAt: a.Start, EndAt: a.End, CreatedAt: a.CreatedAt,
			}
			if a.Zone != time.UTC {
				row.Timezone = a.Zone.String()
			}
			out = append(out, row)
		}
	})
	model.Sort(out, func(x, y model.ScheduledAction) int { return strings.Compare(x.Name, y.Name) })
	return out, err
}

// orNone is a bound that an action sets, -1 for one that it leaves.
func orNone(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// bound is an offset of a step, NaN where it has none.
func bound(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}
