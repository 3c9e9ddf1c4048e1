package wire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// condition is what POST wait waits for: something of the world, and what is
// to be said of it. All that is given must hold.
type condition struct {
	Service     string `json:"service"`     // cluster/service
	Cluster     string `json:"cluster"`     // name
	Task        string `json:"task"`        // cluster/id
	Alarm       string `json:"alarm"`       // name
	TargetGroup string `json:"targetGroup"` // name

	Steady  bool   `json:"steady"`  // of a service: one deployment, completed, all tasks running
	Gone    bool   `json:"gone"`    // of a service or task: deleted, or stopped
	Rollout string `json:"rollout"` // of a service: rolloutState of its newest deployment
	Event   string `json:"event"`   // of a service: an event from now on has this text in it
	State   string `json:"state"`   // of an alarm, or of a task: its lastStatus
	Health  string `json:"health"`  // of a task

	Running   *bound `json:"running"`   // tasks of a service or cluster
	Pending   *bound `json:"pending"`   // tasks of a service or cluster
	Desired   *bound `json:"desired"`   // of a service
	Healthy   *bound `json:"healthy"`   // targets of a target group
	Instances *bound `json:"instances"` // of a cluster
}

// bound is a number, or a bound such as ">=3".
type bound struct {
	op string
	n  int
}

// UnmarshalJSON reads 3, "3", ">=3" or "<=3".
func (c *bound) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	for _, op := range []string{">=", "<="} {
		if rest, ok := strings.CutPrefix(text, op); ok {
			c.op, text = op, rest
			break
		}
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return fmt.Errorf(`a count is a number, or a bound such as ">=3", not %s`, b)
	}
	c.n = n
	return nil
}

func (c *bound) holds(n int) bool {
	switch {
	case c == nil:
		return true
	case c.op == ">=":
		return n >= c.n
	case c.op == "<=":
		return n <= c.n
	}
	return n == c.n
}

const (
	waitNormally = 30 * time.Minute
	waitAtMost   = 30 * 24 * time.Hour
)

func (s *server) waitFor(r *http.Request, body []byte) (any, error) {
	var in struct {
		For    json.RawMessage `json:"for"`
		Within string          `json:"within"`
	}
	if err := readControl(body, &in); err != nil {
		return nil, err
	}
	length := waitNormally
	if in.Within != "" {
		d, err := time.ParseDuration(in.Within)
		if err != nil || d <= 0 || d > waitAtMost {
			return nil, badControl("within is simulated time, such as 30m, up to 720h, not %q.", in.Within)
		}
		length = d
	}
	var want condition
	if err := readControl(in.For, &want); err != nil {
		return nil, err
	}
	ask, err := want.question()
	if err != nil {
		return nil, err
	}
	if s.world.With(func(w *sim.World) { _, err = ask(w.View(), w.Now()) }); err != nil {
		return nil, err
	}
	var out passage
	why := ""
	if err := s.run(r.Context(), length, func(w *sim.World, start began) bool {
		why, err = ask(w.View(), start.at)
		out = start.passage(w)
		return why == "" || err != nil
	}); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	if why != "" {
		return nil, trouble(http.StatusConflict, "After %s, at %s: %s.", length, out.Now.Format(time.RFC3339), strings.TrimSuffix(why, "."))
	}
	return out, nil
}

// question asks the world about a condition: why is "" when it holds, and err
// is for what it speaks of that is not there. since is when waiting began.
type question func(v sim.View, since time.Time) (why string, err error)

// question finds out what a condition speaks of, and refuses what cannot be
// said of that.
func (c condition) question() (question, error) {
	var ask question
	subjects := 0
	for _, s := range []struct {
		name string
		ask  question
	}{{c.Service, c.ofService}, {c.Cluster, c.ofCluster}, {c.Task, c.ofTask}, {c.Alarm, c.ofAlarm}, {c.TargetGroup, c.ofTargetGroup}} {
		if s.name != "" {
			subjects++
			ask = s.ask
		}
	}
	if subjects != 1 {
		return nil, badControl(`for names one thing to wait for: {"service": "shop/web", "steady": true}; there are service, cluster, task, alarm and targetGroup.`)
	}
	said := 0
	for _, p := range []struct {
		name  string
		given bool
		fits  bool
	}{
		{"steady", c.Steady, c.Service != ""}, {"gone", c.Gone, c.Service != "" || c.Task != ""}, {"rollout", c.Rollout != "", c.Service != ""},
		{"event", c.Event != "", c.Service != ""}, {"state", c.State != "", c.Alarm != "" || c.Task != ""}, {"health", c.Health != "", c.Task != ""},
		{"running", c.Running != nil, c.Service != "" || c.Cluster != ""}, {"pending", c.Pending != nil, c.Service != "" || c.Cluster != ""},
		{"desired", c.Desired != nil, c.Service != ""}, {"healthy", c.Healthy != nil, c.TargetGroup != ""}, {"instances", c.Instances != nil, c.Cluster != ""},
	} {
		if p.given && !p.fits {
			return nil, badControl("%s cannot be said of that.", p.name)
		}
		if p.given {
			said++
		}
	}
	if said == 0 {
		return nil, badControl("Say what is to hold: of a service steady, gone, rollout, event, running, pending or desired; of a cluster running, pending or instances; of a task state, health or gone; of an alarm state; of a target group healthy.")
	}
	return ask, nil
}

func (c condition) ofService(v sim.View, since time.Time) (string, error) {
	cluster, name, _ := strings.Cut(c.Service, "/")
	s := v.Service(sim.Key{Cluster: cluster, Name: name})
	if s == nil {
		if c.Gone {
			return "", nil
		}
		return "", trouble(http.StatusNotFound, "There is no service %s: a service is named cluster/service.", c.Service)
	}
	running, pending := v.Counts(s, nil)
	var rollout model.RolloutState
	if len(s.Deployments) > 0 {
		rollout = s.Deployments[0].Rollout
	}
	ok := c.Running.holds(running) && c.Pending.holds(pending) && c.Desired.holds(s.Desired) &&
		(c.Rollout == "" || string(rollout) == c.Rollout) && (!c.Gone || s.Status == model.ServiceInactive) &&
		(c.Event == "" || hasEvent(s, c.Event, since)) &&
		(!c.Steady || len(s.Deployments) == 1 && rollout != model.RolloutInProgress && running == s.Desired && pending == 0)
	if ok {
		return "", nil
	}
	newest := "none"
	if len(s.Events) > 0 {
		newest = s.Events[0].Message
	}
	return fmt.Sprintf("service %s is %s with %d of %d tasks running and %d pending, %d deployments, the newest of them %s; its newest event: %s",
		c.Service, s.Status, running, s.Desired, pending, len(s.Deployments), cmp.Or(string(rollout), "without a rollout state"), newest), nil
}

// hasEvent tells whether a service has had an event with a text since then.
func hasEvent(s *sim.Service, text string, since time.Time) bool {
	for _, e := range s.Events {
		if !e.At.Before(since) && strings.Contains(e.Message, text) {
			return true
		}
	}
	return false
}

func (c condition) ofCluster(v sim.View, _ time.Time) (string, error) {
	if v.Cluster(c.Cluster) == nil {
		return "", trouble(http.StatusNotFound, "There is no cluster %s.", c.Cluster)
	}
	running, pending := 0, 0
	for _, t := range v.Tasks(c.Cluster) {
		switch {
		case t.Status == model.TaskRunning:
			running++
		case t.Desired == model.TaskRunning:
			pending++
		}
	}
	instances := len(v.Instances(c.Cluster))
	if c.Running.holds(running) && c.Pending.holds(pending) && c.Instances.holds(instances) {
		return "", nil
	}
	return fmt.Sprintf("cluster %s has %d tasks running, %d pending and %d container instances", c.Cluster, running, pending, instances), nil
}

func (c condition) ofTask(v sim.View, _ time.Time) (string, error) {
	cluster, id, _ := strings.Cut(c.Task, "/")
	t := v.Task(cluster, id)
	if t == nil {
		if c.Gone {
			return "", nil
		}
		return "", trouble(http.StatusNotFound, "There is no task %s: a task is named cluster/id.", c.Task)
	}
	if (c.State == "" || string(t.Status) == c.State) && (c.Health == "" || string(t.Health) == c.Health) && (!c.Gone || t.Status == model.TaskStopped) {
		return "", nil
	}
	return fmt.Sprintf("task %s is %s on its way to %s, its health is %s", c.Task, t.Status, t.Desired, cmp.Or(string(t.Health), "not checked")), nil
}

func (c condition) ofAlarm(v sim.View, _ time.Time) (string, error) {
	a := v.Alarm(c.Alarm)
	switch {
	case a == nil:
		return "", trouble(http.StatusNotFound, "There is no alarm %s.", c.Alarm)
	case string(a.State) == c.State:
		return "", nil
	}
	return fmt.Sprintf("alarm %s is %s: %s", c.Alarm, a.State, a.Reason), nil
}

func (c condition) ofTargetGroup(v sim.View, _ time.Time) (string, error) {
	g := v.TargetGroup(c.TargetGroup)
	if g == nil {
		return "", trouble(http.StatusNotFound, "There is no target group %s.", c.TargetGroup)
	}
	healthy := 0
	targets := v.Targets(g)
	for _, t := range targets {
		if t.State == model.TargetHealthy {
			healthy++
		}
	}
	if c.Healthy.holds(healthy) {
		return "", nil
	}
	return fmt.Sprintf("target group %s has %d healthy targets of %d", c.TargetGroup, healthy, len(targets)), nil
}
