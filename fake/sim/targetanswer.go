package sim

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// targetAnswer is what a health check of a target gets. Nobody answers for an address
// behind which there is no task.
func (v View) targetAnswer(g *TargetGroup, tg *Target) answer {
	t, container := v.listensAt(g, tg)
	switch {
	case tg.task == nil || tg.task.stopped():
		return answerTimeout
	case t == nil || t.Status != model.TaskRunning:
		return answerNone
	}
	got := v.containerAnswers(t, container)
	switch path := v.behaves(t, container).HealthPath; {
	case got == answerNone:
		return answerNone
	case v.late(t, g.Timeout):
		return answerTimeout
	case got == answerOK && path != "" && path != g.Path:
		return answer404
	}
	return got
}

// ownPort is the port on which all targets of a group are checked; 0 when each
// is on the one where it gets its requests.
func (g *TargetGroup) ownPort() int {
	port, err := strconv.Atoi(g.CheckPort)
	if err != nil {
		return 0
	}
	return port
}

// listensAt is the container that a target's health checks reach: the
// application, or with a port of their own the one that has that port, of the
// task or, for a target that is an instance, of any task there. The task is nil
// when nothing listens.
func (v View) listensAt(g *TargetGroup, tg *Target) (t *Task, container int) {
	port := g.ownPort()
	if t = tg.task; t == nil {
		return nil, 0
	}
	if port == 0 || port == tg.Port {
		return t, t.mainIndex()
	}
	tasks := []*Task{t}
	if g.Kind == kindInstance {
		if host := v.w.hostOf(tg.ID); host != nil {
			tasks = host.tasks
		}
	}
	for _, t := range tasks {
		for i, d := range t.Def.Containers {
			if g.Kind == kindIP && slices.ContainsFunc(d.Ports, func(p model.Port) bool { return p.ContainerPort == port }) ||
				g.Kind == kindInstance && slices.ContainsFunc(t.Containers[i].Bindings, func(b model.Binding) bool { return b.HostPort == port }) {
				return t, i
			}
		}
	}
	return nil, 0
}

// accepts tells whether an answer passes the group's checks.
func (g *TargetGroup) accepts(got answer) bool {
	if got <= answerNone || g.ProtocolVersion == "GRPC" {
		return got == answerOK // what answers well over HTTP does so over gRPC
	}
	for _, part := range strings.Split(g.Matcher, ",") {
		lo, hi, isRange := strings.Cut(part, "-")
		from, _ := strconv.Atoi(lo)
		to, _ := strconv.Atoi(hi)
		if int(got) == from || isRange && int(got) >= from && int(got) <= to {
			return true
		}
	}
	return false
}
