package feed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// rules say how rows of one noun are told apart, sorted, and which of two
// readings of one is the older.
type rules[R any] struct {
	key func(R) string
	// less sorts as the backend does; nil keeps the order of the answer.
	less func(a, b R) int
	// stale tells that row was read before old was, although it came later:
	// ECS is read with eventual consistency. nil: never.
	stale func(row, old R) bool
	// lingers tells that a row which a complete list lacks has probably only
	// slipped through. nil: never.
	lingers func(old R) bool
}

var clusterRules = rules[model.Cluster]{
	key:  func(c model.Cluster) string { return c.Ref.Name },
	less: func(a, b model.Cluster) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) },
}

var serviceRules = rules[model.Service]{
	key:   func(s model.Service) string { return s.Ref.Name },
	less:  func(a, b model.Service) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) },
	stale: staleService,
}

// staleService compares what only ever grows: the events, and the time of the
// primary deployment's last change as long as it is the same deployment. The
// times of two deployments tell nothing: a rollback makes the older one primary
// again.
func staleService(row, old model.Service) bool {
	if !row.CreatedAt.Equal(old.CreatedAt) {
		return false
	}
	if len(row.Events) > 0 && len(old.Events) > 0 && row.Events[0].At.Before(old.Events[0].At) {
		return true
	}
	p, has := row.Primary()
	q, had := old.Primary()
	return has && had && p.ID == q.ID && !p.UpdatedAt.IsZero() && p.UpdatedAt.Before(q.UpdatedAt)
}

var taskRules = rules[model.Task]{
	key: func(t model.Task) string { return t.Ref.ID },
	less: func(a, b model.Task) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.Ref.ID, b.Ref.ID))
	},
	stale: func(t, old model.Task) bool { return t.Version < old.Version },
	// Running and stopped tasks are listed by two calls: one that stops in
	// between is in neither. A task that has ended stays listed for an hour, so
	// one that was alive cannot just be gone.
	lingers: func(old model.Task) bool { return !old.Stopped() },
}

var instanceRules = rules[model.Instance]{
	key:  func(i model.Instance) string { return i.Ref.ID },
	less: func(a, b model.Instance) int { return cmp.Compare(a.Ref.ID, b.Ref.ID) },
}

var alarmRules = rules[model.Alarm]{
	key:  func(a model.Alarm) string { return a.Name },
	less: func(a, b model.Alarm) int { return cmp.Compare(a.Name, b.Name) },
}

// The rest comes in one call each, so that an answer is all or nothing.
var (
	definitionRules = rules[model.TaskDefinition]{key: func(d model.TaskDefinition) string { return d.Ref.String() }}
	targetRules     = rules[model.Target]{key: func(t model.Target) string { return fmt.Sprint(t.TargetGroupARN, t.ID, t.Port) }}
	scalingRules    = rules[model.ScalableTarget]{key: func(t model.ScalableTarget) string { return t.Service.Name }}
	activityRules   = rules[model.Activity]{key: func(a model.Activity) string { return a.ID }}
	seriesRules     = rules[model.Series]{key: func(s model.Series) string { return s.Metric }}
	deploymentRules = rules[model.ServiceDeployment]{key: func(d model.ServiceDeployment) string { return d.ARN }, stale: staleDeployment}
	groupRules      = rules[model.TargetGroup]{key: func(g model.TargetGroup) string { return g.ARN }}
	protectionRules = rules[model.Protection]{key: func(p model.Protection) string { return p.Task.ID }}
	capacityRules   = rules[model.CapacityProvider]{key: func(c model.CapacityProvider) string { return c.Name }}
	daemonRules     = rules[model.Daemon]{key: func(d model.Daemon) string { return d.Name }}
	expressRules    = rules[model.ExpressService]{key: func(e model.ExpressService) string { return e.Service.Name }}
	changeRules     = rules[model.Change]{key: func(c model.Change) string { return c.ID }}
	imageRules      = rules[model.Image]{key: func(i model.Image) string { return i.Ref }}
	tagRules        = rules[model.Tag]{key: func(t model.Tag) string { return t.Key }}
)

// staleDeployment compares the time of the last change, which only grows.
func staleDeployment(row, old model.ServiceDeployment) bool {
	return row.UpdatedAt.Before(old.UpdatedAt) && !row.UpdatedAt.IsZero()
}

// merged is old with the rows that came. all tells that rows are the complete
// list: others are gone, but for those that linger, which are returned as lost.
// only are the names that were asked for, when not all were.
func (r rules[R]) merged(old, rows []R, all bool, only, lostBefore []string) (out []R, lost []string) {
	if len(old) == 0 {
		return rows, nil
	}
	known := make(map[string]int, len(old))
	for i, row := range old {
		known[r.key(row)] = i
	}
	out = make([]R, 0, max(len(rows), len(old)))
	came := make([]bool, len(old))
	for _, row := range rows {
		if i, ok := known[r.key(row)]; ok {
			came[i] = true
			if r.stale != nil && r.stale(row, old[i]) {
				row = old[i]
			}
		}
		out = append(out, row)
	}
	n := len(out)
	for i, row := range old {
		key := r.key(row)
		switch {
		case came[i]:
		case !all && !slices.Contains(only, key):
			out = append(out, row)
		case all && r.lingers != nil && r.lingers(row) && !slices.Contains(lostBefore, key):
			out = append(out, row)
			lost = append(lost, key)
		}
	}
	if len(out) > n && r.less != nil {
		slices.SortStableFunc(out, r.less)
	}
	return out, lost
}

// baseName is the last part of an ARN, or the text itself.
func baseName(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
