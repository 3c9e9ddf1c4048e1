package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Deployment is how a new revision of a service replaces the old one.
type Deployment struct {
	// Strategy is how: task by task, or by shifting the traffic of a load
	// balancer at once, in equal steps, or a little and then the rest.
	Strategy string `yaml:"strategy" default:"ROLLING" enum:"ROLLING,BLUE_GREEN,LINEAR,CANARY"`
	// BakeTime is how long both revisions stay after the last shift.
	BakeTime time.Duration `yaml:"bakeTime"`
	// CanaryPercent is the share of the traffic that comes first.
	CanaryPercent float64 `yaml:"canaryPercent"`
	// CanaryBakeTime is how long it stays at that share.
	CanaryBakeTime time.Duration `yaml:"canaryBakeTime"`
	// StepPercent is the share of each linear step.
	StepPercent float64 `yaml:"stepPercent"`
	// StepBakeTime is the time between two steps.
	StepBakeTime time.Duration `yaml:"stepBakeTime"`
	// Hooks are asked on the way.
	Hooks []Hook `yaml:"hooks"`
	// Alarms are CloudWatch alarms that fail the deployment.
	Alarms []string `yaml:"alarms"`
	// EarlySuccess ends a rolling deployment before it has replaced everything.
	EarlySuccess *EarlySuccess `yaml:"earlySuccess"`
	// AlarmRollback rolls a deployment back that an alarm has failed.
	AlarmRollback bool `yaml:"alarmRollback"`
}

// EarlySuccess is when a rolling deployment counts as successful early.
type EarlySuccess struct {
	// HealthyPercent is how many of the desired tasks must be new and healthy.
	HealthyPercent int `yaml:"healthyPercent"`
	// Deferred lets what it replaces be cleaned up afterwards.
	Deferred bool `yaml:"deferred"`
}

// Breaker is a deployment circuit breaker.
type Breaker struct {
	// Type is how the threshold is reckoned.
	Type string `yaml:"type" default:"BOUNDED_PERCENT" enum:"BOUNDED_PERCENT,UNBOUNDED_PERCENT,COUNT"`
	// Value is a percentage of the desired count, or a number of failed tasks.
	Value *int `yaml:"value" default:"50"`
	// Cumulative keeps counting when a task becomes healthy.
	Cumulative bool `yaml:"cumulative"`
	// Rollback goes back to the deployment that completed last.
	Rollback bool `yaml:"rollback"`
}

// Hook is asked at stages of a deployment before it goes on.
type Hook struct {
	// Type is what it is: a function, or a pause that a person ends.
	Type string `yaml:"type" default:"PAUSE" enum:"PAUSE,AWS_LAMBDA"`
	// Target is the function's name or ARN.
	Target string `yaml:"target"`
	// Stages are when it is asked.
	Stages []string `yaml:"stages" enum:"RECONCILE_SERVICE,PRE_SCALE_UP,POST_SCALE_UP,TEST_TRAFFIC_SHIFT,POST_TEST_TRAFFIC_SHIFT,PRE_PRODUCTION_TRAFFIC_SHIFT,PRODUCTION_TRAFFIC_SHIFT,POST_PRODUCTION_TRAFFIC_SHIFT"`
	// Timeout is how long a pause waits.
	Timeout time.Duration `yaml:"timeout"`
	// OnTimeout is what a pause does then.
	OnTimeout string `yaml:"onTimeout" enum:"ROLLBACK,CONTINUE"`
}

func (d Deployment) shift(c sim.Config) sim.ShiftConfig {
	out := sim.ShiftConfig{
		Strategy: d.Strategy, Bake: d.BakeTime, BakeGiven: d.BakeTime > 0, CanaryPercent: d.CanaryPercent, CanaryBake: d.CanaryBakeTime,
		StepPercent: d.StepPercent, StepBake: d.StepBakeTime,
	}
	for _, h := range d.Hooks {
		hook := sim.Hook{Type: h.Type, Target: function(c, h.Target), Stages: h.Stages, Timeout: h.Timeout, OnTime: h.OnTimeout}
		if h.Type == "AWS_LAMBDA" {
			hook.Role = role(c, "ecsHooks")
		}
		out.Hooks = append(out.Hooks, hook)
	}
	return out
}

// watched wants the alarms that a deployment names.
func (m maker) watched(path string, d Deployment) error {
	for i, name := range d.Alarms {
		if err := m.alarmNamed(fmt.Sprintf("%s.alarms[%d]", path, i), name); err != nil {
			return err
		}
	}
	return nil
}

func (d Deployment) watch() sim.AlarmWatch {
	return sim.AlarmWatch{Names: d.Alarms, Enable: len(d.Alarms) > 0, Rollback: d.AlarmRollback}
}

// Function is what the function of a lifecycle hook answers. One that nobody
// has declared says SUCCEEDED after a second.
type Function struct {
	// Name is the function's name, or its ARN.
	Name string `yaml:"name" required:"true"`
	// Answers is what it says in the end: UNREADABLE is an answer without a
	// status, UNINVOKABLE one that may not be invoked.
	Answers string `yaml:"answers" default:"SUCCEEDED" enum:"SUCCEEDED,FAILED,UNREADABLE,UNINVOKABLE"`
	// Pending is how often it says IN_PROGRESS before that.
	Pending int `yaml:"pending"`
	// Takes is how long an answer takes.
	Takes time.Duration `yaml:"takes" default:"1s"`
}

func (f Function) build(c sim.Config) sim.SetHook {
	return sim.SetHook{Target: function(c, f.Name), Answer: sim.HookAnswer{Result: f.Answers, Pending: f.Pending, After: f.Takes}}
}

// function is the ARN of a function of the world's account.
func function(c sim.Config, name string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	return "arn:" + c.Partition + ":lambda:" + c.Region + ":" + c.Account + ":function:" + name
}

// LoadBalancer registers a container's port in a target group.
type LoadBalancer struct {
	// TargetGroup is where.
	TargetGroup string `yaml:"targetGroup" required:"true" ref:"targetGroup"`
	// Container is which: the first when empty.
	Container string `yaml:"container"`
	// Port is which of its ports: the first when 0.
	Port int `yaml:"port"`
	// AlternateTargetGroup is the second group, for deployments that shift traffic.
	AlternateTargetGroup string `yaml:"alternateTargetGroup" ref:"targetGroup"`
	// ProductionRule is the listener rule whose weights are shifted, written
	// balancer:port/priority, or balancer:port for the rule that takes the rest.
	ProductionRule string `yaml:"productionRule"`
	// TestRule is the listener rule of test traffic, written in the same way.
	TestRule string `yaml:"testRule"`
}

// balancers are where a service's tasks are registered.
func (m maker) balancers(path string, def *sim.TaskDef, s Service) (out []sim.Balancer, err error) {
	if s.TargetGroup != "" {
		b, err := m.balancer(path, "targetGroup", def, LoadBalancer{TargetGroup: s.TargetGroup})
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	for i, lb := range s.LoadBalancers {
		at := fmt.Sprintf("%s.loadBalancers[%d]", path, i)
		b, err := m.balancer(at, "targetGroup", def, lb)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func (m maker) balancer(path, key string, def *sim.TaskDef, lb LoadBalancer) (sim.Balancer, error) {
	at := path + "." + key
	if err := m.group(at, lb.TargetGroup); err != nil {
		return sim.Balancer{}, err
	}
	c := def.Containers[0]
	if lb.Container != "" {
		i := slices.IndexFunc(def.Containers, func(c sim.ContainerDef) bool { return c.Name == lb.Container })
		if i < 0 {
			return sim.Balancer{}, m.fail(path+".container", "there is no container %q in %s", lb.Container, def.Name())
		}
		c = def.Containers[i]
	}
	port := lb.Port
	if port == 0 {
		if len(c.Ports) == 0 {
			return sim.Balancer{}, m.fail(at, "container %s of %s has no port for the target group %s", c.Name, def.Name(), lb.TargetGroup)
		}
		port = c.Ports[0].ContainerPort
	}
	out := sim.Balancer{Group: lb.TargetGroup, Container: c.Name, Port: port}
	if lb.AlternateTargetGroup == "" {
		return out, nil
	}
	if err := m.group(path+".alternateTargetGroup", lb.AlternateTargetGroup); err != nil {
		return out, err
	}
	out.Alternate, out.Role = lb.AlternateTargetGroup, role(m.v.Config(), "ecsInfrastructureRole")
	var err error
	if out.ProductionRule, err = m.rule(path+".productionRule", lb.ProductionRule); err != nil {
		return out, err
	}
	out.TestRule, err = m.rule(path+".testRule", lb.TestRule)
	return out, err
}
