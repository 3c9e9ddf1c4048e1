package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Bounds of a container definition (SDK ecs, ContainerDefinition, HealthCheck,
// ContainerRestartPolicy; endpoints and quotas).
const (
	containersPerTask = 10
	containerMemory   = 6 // MiB at least
	ignoredCodesMost  = 50
	envFilesMost      = 10
	storageLeast      = 21
	storageMost       = 200
)

// checkContainers holds the containers of a definition to what AWS documents.
func checkContainers(d TaskDef) error {
	if n := len(d.Containers); n > containersPerTask {
		return &Error{ErrClient, fmt.Sprintf("Too many containers: %d. A task definition has %d at most.", n, containersPerTask)}
	}
	if !slices.Contains([]string{"", "awsvpc", "bridge", "host", "none"}, d.NetworkMode) {
		return &Error{ErrClient, "Invalid network mode '" + d.NetworkMode + "'. Valid values are awsvpc, bridge, host and none."}
	}
	if err := checkStorage(d.Storage); err != nil {
		return err
	}
	if err := checkSums(d); err != nil {
		return err
	}
	for _, c := range d.Containers {
		for _, check := range []func(TaskDef, ContainerDef) error{checkMemory, checkHealth, checkTimes, checkLog, checkFiles} {
			if err := check(d, c); err != nil {
				return err
			}
		}
	}
	return checkPorts(d)
}

// setting is the refusal of a container's setting.
func setting(container, format string, args ...any) error {
	return &Error{ErrClient, "Invalid setting for container '" + container + "'. " + fmt.Sprintf(format, args...)}
}

func checkStorage(gib int) error {
	if gib != 0 && (gib < storageLeast || gib > storageMost) {
		return &Error{ErrClient, fmt.Sprintf("Invalid ephemeralStorage setting: sizeInGiB must be between %d and %d.", storageLeast, storageMost)}
	}
	return nil
}

// checkSums compares what the containers reserve with what the task has.
func checkSums(d TaskDef) error {
	cpu, memory := 0, 0
	for _, c := range d.Containers {
		cpu += c.CPU
		memory += max(c.SoftLimit, 0)
		if c.SoftLimit == 0 {
			memory += c.Memory
		}
	}
	switch {
	case d.CPU > 0 && cpu > d.CPU:
		return &Error{ErrClient, fmt.Sprintf("The total amount of CPU reserved for all containers within a task must be lower than the task-level cpu value: %d is more than %d.", cpu, d.CPU)}
	case d.Memory > 0 && memory > d.Memory:
		return &Error{ErrClient, fmt.Sprintf("The total amount of memory reserved for all containers within a task must be lower than the task-level memory value: %d is more than %d.", memory, d.Memory)}
	}
	return nil
}

func checkMemory(_ TaskDef, c ContainerDef) error {
	switch {
	case c.Memory != 0 && c.Memory < containerMemory:
		return setting(c.Name, "'memory' must be at least %d MiB.", containerMemory)
	case c.SoftLimit != 0 && c.SoftLimit < containerMemory:
		return setting(c.Name, "'memoryReservation' must be at least %d MiB.", containerMemory)
	case c.Memory != 0 && c.SoftLimit > c.Memory:
		return setting(c.Name, "'memory' must be greater than 'memoryReservation'.")
	}
	return nil
}

func checkHealth(_ TaskDef, c ContainerDef) error {
	h := c.HealthCheck
	if len(h.Command) == 0 {
		return nil
	}
	if !slices.Contains([]string{"CMD", "CMD-SHELL", "NONE"}, h.Command[0]) {
		return setting(c.Name, "The command of a health check must start with CMD or CMD-SHELL.")
	}
	within := func(what string, d time.Duration, lo, hi time.Duration) error {
		if d != 0 && (d < lo || d > hi) {
			return setting(c.Name, "healthCheck.%s must be between %d and %d seconds.", what, int(lo.Seconds()), int(hi.Seconds()))
		}
		return nil
	}
	if h.Retries < 0 || h.Retries > 10 {
		return setting(c.Name, "healthCheck.retries must be between 1 and 10.")
	}
	for _, err := range []error{
		within("interval", h.Interval, 5*time.Second, 300*time.Second), within("timeout", h.Timeout, 2*time.Second, 60*time.Second),
		within("startPeriod", h.StartPeriod, 0, 300*time.Second),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkTimes holds the timeouts, which only Fargate bounds, and the restart
// policy.
func checkTimes(d TaskDef, c ContainerDef) error {
	for _, x := range []struct {
		name string
		d    time.Duration
	}{{"stopTimeout", c.StopTimeout}, {"startTimeout", c.StartTimeout}} {
		if x.d != 0 && (x.d < 0 || d.Fargate() && (x.d < 2*time.Second || x.d > 120*time.Second)) {
			return setting(c.Name, "'%s' must be between 2 and 120 seconds.", x.name)
		}
	}
	p := c.Restart
	switch {
	case p.AttemptPeriod != 0 && (p.AttemptPeriod < time.Minute || p.AttemptPeriod > 30*time.Minute):
		return setting(c.Name, "restartPolicy.restartAttemptPeriod must be between 60 and 1800 seconds.")
	case len(p.IgnoredExitCodes) > ignoredCodesMost:
		return setting(c.Name, "restartPolicy.ignoredExitCodes cannot have more than %d elements.", ignoredCodesMost)
	}
	return nil
}

// LogModes are the ways in which a container hands its lines to the log driver
// (SDK ecs, LogConfiguration).
var LogModes = []string{"blocking", "non-blocking"}

// checkLog holds the log driver to what it needs (developer guide,
// using_awslogs).
func checkLog(d TaskDef, c ContainerDef) error {
	l := c.Log
	if l.Driver == "" {
		return nil
	}
	if d.Fargate() && !slices.Contains([]string{"awslogs", "splunk", "awsfirelens"}, l.Driver) {
		return &Error{ErrClient, "Fargate only supports log drivers awslogs, splunk and awsfirelens."}
	}
	if l.Driver != "awslogs" {
		return nil
	}
	if mode, given := l.Options["mode"]; given && !slices.Contains(LogModes, mode) {
		return setting(c.Name, "The log option mode is '%s': valid values are blocking and non-blocking.", mode)
	}
	needed := []string{"awslogs-group"}
	if d.Fargate() {
		needed = append(needed, "awslogs-region", "awslogs-stream-prefix")
	}
	needed = slices.DeleteFunc(needed, func(o string) bool { return l.Options[o] != "" })
	if len(needed) > 0 {
		return &Error{ErrClient, "Log driver awslogs requires options: " + strings.Join(needed, ", ")}
	}
	return nil
}

func checkFiles(_ TaskDef, c ContainerDef) error {
	if len(c.EnvironmentFiles) > envFilesMost {
		return setting(c.Name, "environmentFiles cannot have more than %d elements.", envFilesMost)
	}
	for _, f := range c.EnvironmentFiles {
		if !strings.HasSuffix(f, ".env") {
			return setting(c.Name, "The environment file '%s' must have a .env file extension.", f)
		}
	}
	return nil
}

// PortsMustMatch is what is said of a host port that is not the container's in
// a network mode in which it must be.
func PortsMustMatch(networkMode string) string {
	return "When networkMode=" + networkMode + ", the host ports and container ports in port mappings must match."
}

// checkPorts holds port mappings to their range, and host ports to one
// container each.
func checkPorts(d TaskDef) error {
	taken := map[model.Port]bool{}
	for _, c := range d.Containers {
		for _, p := range c.Ports {
			host := p.HostPort
			if d.NetworkMode == "awsvpc" || d.NetworkMode == "host" {
				host = p.ContainerPort
			}
			switch {
			case p.ContainerPort < 1 || p.ContainerPort > 65535:
				return setting(c.Name, "The container port %d is not between 1 and 65535.", p.ContainerPort)
			case p.HostPort != 0 && p.HostPort != host:
				return &Error{ErrClient, PortsMustMatch(d.NetworkMode)}
			case host < 0 || host > 65535:
				return setting(c.Name, "The host port %d is not between 0 and 65535.", host)
			case p.Protocol != "" && p.Protocol != "tcp" && p.Protocol != "udp":
				return setting(c.Name, "Invalid port mapping protocol '%s': tcp and udp are allowed.", p.Protocol)
			case d.NetworkMode == "none":
				return setting(c.Name, "Port mappings are not allowed with the network mode none.")
			case host == 0:
				continue
			}
			key := model.Port{HostPort: host, Protocol: protocolOf(p.Protocol)}
			if taken[key] {
				return setting(c.Name, "The host port %d is used by more than one port mapping.", host)
			}
			taken[key] = true
		}
	}
	return nil
}

// checkExecutionRole wants the role that Fargate needs to act for a task.
func checkExecutionRole(d TaskDef) error {
	if d.ExecutionRole != "" {
		return nil
	}
	for _, c := range d.Containers {
		var why string
		switch {
		case isECR(c.Image):
			why = "ECR images"
		case c.Log.Driver == "awslogs":
			why = "log driver awslogs"
		case len(c.Secrets) > 0:
			why = "secrets"
		default:
			continue
		}
		return &Error{ErrClient, "Fargate requires task definition to have execution role ARN to support " + why + "."}
	}
	return nil
}
