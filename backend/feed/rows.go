package feed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

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
	// lingers tells that a row which an answer lacks although it should be in it
	// has probably only slipped through; world is the time there. nil: never.
	lingers func(old R, world time.Time) bool
}

var clusterRules = rules[model.Cluster]{
	key:  func(c model.Cluster) string { return c.Ref.Name },
	less: func(a, b model.Cluster) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) },
}

var serviceRules = rules[model.Service]{
	key:   func(s model.Service) string { return s.Ref.Name },
	less:  func(a, b model.Service) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) },
	stale: staleService,
	// One that is deleted drains first or, asked for by name, is inactive.
	lingers: func(old model.Service, _ time.Time) bool { return old.Status == model.ServiceActive },
}

// staleService compares what only ever grows: the events, the time of the
// primary deployment's last change as long as it is the same deployment, and
// the deployments.
func staleService(row, old model.Service) bool {
	if !row.CreatedAt.Equal(old.CreatedAt) {
		return false
	}
	if len(row.Events) > 0 && len(old.Events) > 0 && row.Events[0].At.Before(old.Events[0].At) {
		return true
	}
	p, has := row.Primary()
	q, had := old.Primary()
	switch {
	case !has || !had:
		return false
	case p.ID == q.ID:
		return !p.UpdatedAt.IsZero() && p.UpdatedAt.Before(q.UpdatedAt)
	}
	return replaced(row, p, q)
}

// replaced tells that a row was read before its primary deployment p gave way
// to q. A rollback too makes the older one primary again, but not without a
// trace: something in the row is then younger than q, or is q.
func replaced(row model.Service, p, q model.Deployment) bool {
	if p.CreatedAt.IsZero() || !p.CreatedAt.Before(q.CreatedAt) {
		return false
	}
	for _, d := range row.Deployments {
		if d.ID == q.ID || d.UpdatedAt.After(q.CreatedAt) {
			return false
		}
	}
	return len(row.Events) == 0 || !row.Events[0].At.After(q.CreatedAt)
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
	lingers: func(old model.Task, world time.Time) bool {
		return !old.Stopped() || world.Sub(old.StoppedAt) < stoppedListed
	},
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
	definitionRules      = rules[model.TaskDefinition]{key: func(d model.TaskDefinition) string { return d.Ref.String() }}
	targetRules          = rules[model.Target]{key: func(t model.Target) string { return fmt.Sprint(t.TargetGroupARN, t.ID, t.Port) }}
	scalingRules         = rules[model.ScalableTarget]{key: func(t model.ScalableTarget) string { return t.Service.Name }}
	activityRules        = rules[model.Activity]{key: func(a model.Activity) string { return a.ID }}
	seriesRules          = rules[model.Series]{key: func(s model.Series) string { return s.Metric }}
	deploymentRules      = rules[model.ServiceDeployment]{key: func(d model.ServiceDeployment) string { return d.ARN }, stale: staleDeployment}
	serviceRevisionRules = rules[model.ServiceRevision]{key: func(r model.ServiceRevision) string { return r.ARN }}
	scheduleRules        = rules[model.ScheduledAction]{key: func(a model.ScheduledAction) string { return a.Name }}
	groupRules           = rules[model.TargetGroup]{key: func(g model.TargetGroup) string { return g.ARN }}
	protectionRules      = rules[model.Protection]{key: func(p model.Protection) string { return p.Task.ID }}
	capacityRules        = rules[model.CapacityProvider]{key: func(c model.CapacityProvider) string { return c.Name }}
	daemonRules          = rules[model.Daemon]{key: func(d model.Daemon) string { return d.Name }}
	expressRules         = rules[model.ExpressService]{key: func(e model.ExpressService) string { return e.Service.Name }}
	changeRules          = rules[model.Change]{key: func(c model.Change) string { return c.ID }}
	imageRules           = rules[model.Image]{key: func(i model.Image) string { return i.Ref }}
	tagRules             = rules[model.Tag]{key: func(t model.Tag) string { return t.Key }}
	familyRules          = rules[string]{key: func(name string) string { return name }}
	revisionRules        = rules[model.TaskDefRef]{key: func(r model.TaskDefRef) string { return r.String() }}
)

// staleDeployment compares the time of the last change, which only grows.
func staleDeployment(row, old model.ServiceDeployment) bool {
	return row.UpdatedAt.Before(old.UpdatedAt) && !row.UpdatedAt.IsZero()
}

const (
	// stoppedListed is how long a task that has ended is surely listed: ECS
	// promises an hour.
	stoppedListed = 50 * time.Minute
	// lingerFor is how long answers must lack a row that should be there before
	// it is taken for gone: longer than reads of ECS lag behind.
	lingerFor = 20 * time.Second
	// contradictFor is how long answers must tell of an older state before they
	// are believed: a world that was restored is older for good.
	contradictFor = 30 * time.Second
)

// reading is how an answer is to be taken.
type reading struct {
	all  bool     // the rows are the complete list
	only []string // the names that were asked for, when not all were
	at   time.Time
	// world is the time in the backend's world.
	world time.Time
	// lost is since when rows that were kept have been lacking or contradicted.
	lost map[string]time.Time
}

// merged is old with the rows that came. Those that should have come and did not
// are gone, but for those that linger, which are returned as lost, and with them
// those of which an older state came.
func (r rules[R]) merged(old, rows []R, how reading) (out []R, lost map[string]time.Time) {
	if len(old) == 0 {
		return rows, nil
	}
	known := make(map[string]int, len(old))
	for i, row := range old {
		known[r.key(row)] = i
	}
	out = make([]R, 0, max(len(rows), len(old)))
	came := make([]bool, len(old))
	keep := func(key string, since time.Time) {
		if lost == nil {
			lost = map[string]time.Time{}
		}
		lost[key] = since
	}
	for _, row := range rows {
		if i, ok := known[r.key(row)]; ok {
			came[i] = true
			if since, doubted := r.doubted(row, old[i], how); doubted {
				row = old[i]
				keep(r.key(row), since)
			}
		}
		out = append(out, row)
	}
	n := len(out)
	for i, row := range old {
		if came[i] {
			continue
		}
		key := r.key(row)
		since, lacking := how.lost[key]
		switch {
		case !how.all && !slices.Contains(how.only, key): // nothing was said of it
			if lacking {
				keep(key, since)
			}
		case r.lingers == nil || !r.lingers(row, how.world) || lacking && how.at.Sub(since) >= lingerFor:
			continue
		case lacking:
			keep(key, since)
		default:
			keep(key, how.at)
		}
		out = append(out, row)
	}
	if len(out) > n && r.less != nil {
		model.Sort(out, r.less)
	}
	return out, lost
}

// doubted tells that a row is of an older state than old, as answers have told
// since then for not long enough to be believed.
func (r rules[R]) doubted(row, old R, how reading) (since time.Time, is bool) {
	if r.stale == nil || !r.stale(row, old) {
		return time.Time{}, false
	}
	since, before := how.lost[r.key(row)]
	if !before {
		return how.at, true
	}
	return since, how.at.Sub(since) < contradictFor
}

// baseName is the last part of an ARN, or the text itself.
func baseName(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
