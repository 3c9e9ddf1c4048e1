package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Conditions of dependsOn (SDK ecs, ContainerDependency).
const (
	dependsStart    = "START"    // it has started
	dependsComplete = "COMPLETE" // it has exited, with any code
	dependsSuccess  = "SUCCESS"  // it has exited with 0
	dependsHealthy  = "HEALTHY"  // its health check passes
)

// dependencies tells whether a container may start. never is why it never will:
// the text of the agent, which prints a container as name(image) (known->desired).
func (t *Task) dependencies(i int) (met bool, never string) {
	met = true
	for _, d := range t.Def.Containers[i].DependsOn {
		c := t.container(d.Container)
		if c == nil {
			continue
		}
		done := c.Status == model.TaskStopped
		if done && c.StartedAt.IsZero() {
			return false, fmt.Sprintf("dependency graph: failed to resolve container ordering dependency [%s] for target [%s] because dependency will never start",
				t.agentName(c), t.agentName(&t.Containers[i]))
		}
		switch d.Condition {
		case dependsStart:
			met = met && c.Status != model.TaskPending
		case dependsComplete:
			met = met && done
		case dependsSuccess:
			if done && c.ExitCode != 0 {
				return false, fmt.Sprintf("dependency graph: failed to resolve container ordering dependency [%s] for target [%s] as dependency did not exit successfully.",
					t.agentName(c), t.agentName(&t.Containers[i]))
			}
			met = met && done
		case dependsHealthy:
			met = met && c.Status == model.TaskRunning && c.Health == model.Healthy
		}
	}
	return met, ""
}

func (t *Task) container(name string) *Container {
	for i := range t.Containers {
		if t.Containers[i].Name == name {
			return &t.Containers[i]
		}
	}
	return nil
}

// agentName is a container as the agent prints it.
func (t *Task) agentName(c *Container) string {
	known := string(c.Status)
	if c.Status == model.TaskPending {
		known = "PULLED"
	}
	text := fmt.Sprintf("%s(%s) (%s->RUNNING)", c.Name, c.Image, known)
	if c.Exited {
		text += fmt.Sprintf(" - Exit: %d", c.ExitCode)
	}
	return text
}

// needed tells whether a running container depends on this one: then it is
// not stopped yet.
func (t *Task) needed(i int) bool {
	for j, d := range t.Def.Containers {
		if t.Containers[j].Status != model.TaskRunning {
			continue
		}
		for _, on := range d.DependsOn {
			if on.Container == t.Containers[i].Name {
				return true
			}
		}
	}
	return false
}

// limitStart begins a container's start timeout: how long others wait for it
// to complete, succeed or be healthy (SDK ecs, ContainerDefinition.StartTimeout).
func (w *World) limitStart(t *Task, i int) {
	if limit := t.Def.Containers[i].StartTimeout; limit > 0 {
		w.later(limit, startTimedOut{t, i}, "startTimeout")
	}
}

// startTimedOut gives up the containers that still wait for another.
type startTimedOut struct {
	Task      *Task
	Container int
}

func (s startTimedOut) apply(w *World, cause string) error {
	t, on := s.Task, &s.Task.Containers[s.Container]
	if !t.up() || on.Status == model.TaskStopped {
		return nil
	}
	for i, d := range t.Def.Containers {
		if !t.Containers[i].waits() {
			continue
		}
		for _, dep := range d.DependsOn {
			if dep.Container == on.Name && dep.Condition != dependsStart && !t.metBy(on, dep.Condition) {
				w.failContainer(t, i, exitTerminated, fmt.Sprintf("CannotStartContainerError: dependency graph: container ordering dependency [%s] for target [%s] has timed out.",
					t.agentName(on), t.agentName(&t.Containers[i])), cause)
				return nil
			}
		}
	}
	return nil
}

// metBy tells whether a running container is as far as a condition asks.
func (t *Task) metBy(on *Container, condition string) bool {
	return condition == dependsHealthy && on.Health == model.Healthy
}

// checkDepends holds the dependencies of a definition to ECS's rules.
func checkDepends(d TaskDef) error {
	at := map[string]int{}
	for i, c := range d.Containers {
		at[c.Name] = i
	}
	for _, c := range d.Containers {
		for _, on := range c.DependsOn {
			i, ok := at[on.Container]
			switch {
			case !ok:
				return &Error{ErrClient, "Cannot depend on container + '" + on.Container + "' because it does not exist"}
			case on.Condition != dependsStart && on.Condition != dependsComplete && on.Condition != dependsSuccess && on.Condition != dependsHealthy:
				return &Error{ErrClient, fmt.Sprintf("Container dependency condition '%s' of container '%s' is not valid. Valid conditions are START, COMPLETE, SUCCESS and HEALTHY.", on.Condition, c.Name)}
			case (on.Condition == dependsComplete || on.Condition == dependsSuccess) && d.Containers[i].Essential:
				return &Error{ErrClient, "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"}
			case on.Condition == dependsHealthy && len(d.Containers[i].HealthCheck.Command) == 0:
				return &Error{ErrClient, "A dependency container with HEALTHY condition must have a health check: container '" + on.Container + "' has none"}
			}
		}
	}
	if circle := circleOf(d, at); circle != "" {
		return &Error{ErrClient, "Container dependencies should not have a cycle: " + circle}
	}
	return nil
}

// circleOf is a circle among the containers' dependencies, "" without one.
func circleOf(d TaskDef, at map[string]int) string {
	const (
		open = 1
		done = 2
	)
	state := make([]int, len(d.Containers))
	var path []string
	var walk func(i int) string
	walk = func(i int) string {
		path = append(path, d.Containers[i].Name)
		defer func() { path = path[:len(path)-1] }()
		state[i] = open
		for _, on := range d.Containers[i].DependsOn {
			j := at[on.Container]
			if state[j] == open {
				return strings.Join(append(path, on.Container), " -> ")
			}
			if state[j] == 0 {
				if circle := walk(j); circle != "" {
					return circle
				}
			}
		}
		state[i] = done
		return ""
	}
	for i := range d.Containers {
		if state[i] == 0 {
			if circle := walk(i); circle != "" {
				return circle
			}
		}
	}
	return ""
}

// agentStartTimeout is how long the agent waits for a container to start on
// Linux (agent, ECS_CONTAINER_START_TIMEOUT).
const agentStartTimeout = 3 * time.Minute
