package views

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// serviceRow is a service with what other answers add to it.
type serviceRow struct {
	model.Service
	severity model.Severity
	why      string // in a few words; "" when there is nothing to explain
	findings []finding
	news     string // what was done to it lately, by nobody's hand
	pending  *model.PendingWrite
	cpu      model.Series
	memory   model.Series
	faded    bool // cpu and memory are of some time ago: they cannot be read now
	health   health
	alarms   alarmCount
	image    runningImage
	died     string // why tasks of it ended lately by themselves, and how often
	unread   error  // why nothing but its name is known
}

func serviceRows(env screen.Env, ref screen.Ref) model.Part[serviceRow] {
	all := env.Snap.Tasks[ref.Cluster]
	own := tasksByService(all.Rows)
	listed, unread := withUnread(env, ref.Cluster)
	return remake(listed, func(s model.Service) serviceRow {
		if err := unread[s.Ref]; err != nil {
			return serviceRow{Service: s, severity: model.Unknown, unread: err}
		}
		if p := env.Snap.OwnTasks[s.Ref]; p.Known() && !p.At.Before(all.At) {
			return newServiceRow(env.Snap, s, p.Rows)
		}
		return newServiceRow(env.Snap, s, own[s.Ref.Name])
	})
}

// tasksOfService are the tasks of one service out of its own list or that of
// its cluster, whichever is newer.
func tasksOfService(snap *model.Snapshot, ref model.ServiceRef) []model.Task {
	own, all := snap.OwnTasks[ref], snap.Tasks[ref.Cluster]
	if own.Known() && !own.At.Before(all.At) {
		return own.Rows
	}
	var tasks []model.Task
	for _, t := range all.Rows {
		if t.Service() == ref.Name {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// tasksByService groups tasks of a cluster by the service they belong to.
func tasksByService(tasks []model.Task) map[string][]model.Task {
	out := map[string][]model.Task{}
	for _, t := range tasks {
		if name := t.Service(); name != "" {
			out[name] = append(out[name], t)
		}
	}
	return out
}

// newServiceRow joins what the snapshot knows of a service with its tasks.
func newServiceRow(snap *model.Snapshot, s model.Service, tasks []model.Task) serviceRow {
	row := serviceRow{Service: s, health: answering(snap, s, tasks)}
	row.judge(snap, tasks)
	row.died, _ = lastFailure(tasks, s, snap.At)
	if p, ok := snap.Pending[s.Ref]; ok {
		row.pending = &p
	}
	row.measured(snap.Metrics[s.Ref])
	row.alarms, row.image = countAlarms(snap.Alarms[s.Ref]), imageRun(snap, s, tasks)
	died := row.died
	if died != "" {
		died = roughly(max(0, snap.At.Sub(crashesOf(tasks, s, snap.At).last))) + " ago: " + died
	}
	row.news = firstOf(row.alarms.words(), died, lastScaling(snap.Activities[s.Ref].Rows, snap.At))
	return row
}

// answering is who answers of a service; what a load balancer said that may not be
// asked any more is left out, as nobody knows how long it holds.
func answering(snap *model.Snapshot, s model.Service, tasks []model.Task) health {
	targets := snap.Targets[s.Ref]
	blind := len(s.LoadBalancers) > 0 && backend.KindOf(targets.Err) == backend.KindDenied
	if blind {
		targets = model.Part[model.Target]{}
	}
	h := healthOf(targets, tasks)
	h.blind = blind
	return h
}

// measured takes in the metrics, but for those that may not be read any more.
func (s *serviceRow) measured(p model.Part[model.Series]) {
	if backend.KindOf(p.Err) == backend.KindDenied {
		return
	}
	s.faded = p.Err != nil
	for _, series := range p.Rows {
		switch series.Metric {
		case model.CPUUtilization:
			s.cpu = series
		case model.MemoryUtilization:
			s.memory = series
		}
	}
}

// scalingFresh is how long an autoscaler's move is news.
const scalingFresh = 15 * time.Minute

// lastScaling is the newest move of the desired count by Application Auto
// Scaling, when it is news: scaled to 8.
func lastScaling(newestFirst []model.Activity, now time.Time) string {
	if len(newestFirst) == 0 || now.Sub(newestFirst[0].StartAt) > scalingFresh {
		return ""
	}
	var n int
	if _, err := fmt.Sscanf(newestFirst[0].Description, "Setting desired count to %d.", &n); err != nil {
		return ""
	}
	return fmt.Sprintf("scaled to %d", n)
}

// failureFresh is how long a task's failure explains its service.
const failureFresh = 30 * time.Minute

// lastFailure says why the newest failed task of a service died, and how often
// that happened: 3x out of memory (137). Failures older than the primary
// deployment belong to what it replaced.
func lastFailure(tasks []model.Task, s model.Service, now time.Time) (string, bool) {
	since := now.Add(-failureFresh)
	if d, ok := s.Primary(); ok && !rollingBack(d) && d.CreatedAt.After(since) {
		since = d.CreatedAt
	}
	var counted []model.Task
	for _, t := range tasks {
		if ofPresent(t, s) {
			counted = append(counted, t)
		}
	}
	return newestFailure(counted, since)
}

// newestFailure is why the newest of the tasks that failed died, and how often
// that happened since.
func newestFailure(tasks []model.Task, since time.Time) (string, bool) {
	var newest time.Time
	why, times := "", map[string]int{}
	for _, t := range tasks {
		if !t.Failed() || t.Since().Before(since) {
			continue
		}
		w := text.Clean(t.Why())
		times[w]++
		if at := t.Since(); why == "" || at.After(newest) || at.Equal(newest) && w < why {
			newest, why = at, w
		}
	}
	if why == "" {
		return "", false
	}
	if n := times[why]; n > 1 {
		why = fmt.Sprintf("%dx %s", n, why)
	}
	return why, true
}

// last is the newest value of a series, below all others when there is none.
func last(s model.Series) float64 {
	if v, ok := s.Last(); ok {
		return v
	}
	return math.Inf(-1)
}

// older is the deployment that the primary one replaces: the newest of those
// that still have tasks.
func older(s model.Service) (model.Deployment, bool) {
	i := slices.IndexFunc(s.Deployments, func(d model.Deployment) bool { return d.Status == model.DeploymentActive })
	if i < 0 {
		return model.Deployment{}, false
	}
	return s.Deployments[i], true
}

// says is the state of a service in a sentence, for the line about the selected
// row. It is plain text and may hold what AWS said.
func (s serviceRow) says(now time.Time) string {
	if s.unread != nil {
		if backend.KindOf(s.unread) == backend.KindNotFound {
			return unreadWords(s.unread)
		}
		return "not read: " + s.unread.Error()
	}
	if len(s.findings) > 0 {
		return s.findings[0].sentence()
	}
	if s.why != "" {
		return s.why + s.rolloutWords()
	}
	switch since := s.SteadySince(); {
	case s.Rolling():
		d, _ := s.Primary()
		return fmt.Sprintf("rolling out :%d, %d of %d running", d.TaskDef.Revision, d.Running, d.Desired)
	case s.Desired == 0 && s.Running == 0:
		return "scaled to zero"
	case s.Running != s.Desired:
		return fmt.Sprintf("going from %d to %s", s.Running, text.Plural(s.Desired, "task"))
	case !since.IsZero():
		return fmt.Sprintf("steady for %s on %s", roughly(now.Sub(since)), s.TaskDef)
	}
	return fmt.Sprintf("%s running", text.Plural(s.Running, "task"))
}

func (s serviceRow) rolloutWords() string {
	d, ok := s.Primary()
	switch {
	case !ok || !s.Rolling():
		return ""
	case rollingBack(d):
		return fmt.Sprintf("; rolling back to :%d", d.TaskDef.Revision)
	}
	return fmt.Sprintf("; rolling out :%d, %d of %d", d.TaskDef.Revision, d.Running, d.Desired)
}

// pendingWords tells of a write that was accepted and does not show yet.
func pendingWords(p model.PendingWrite) string {
	if p.Verb == model.VerbScale {
		return fmt.Sprintf("pending: scale to %d", p.Desired)
	}
	return "pending: " + p.Verb
}

// runsOn is where the tasks run: the launch type, or the capacity providers.
func runsOn(s model.Service) string {
	switch {
	case len(s.CapacityProviders) > 0:
		return text.Clean(s.CapacityProviders[0])
	case s.LaunchType != "":
		return string(s.LaunchType)
	}
	return "-"
}
