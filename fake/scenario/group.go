package scenario

import (
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// TargetGroup is a load balancer's list of addresses.
type TargetGroup struct {
	// Name is the group's name, up to 32 characters.
	Name string `yaml:"name" required:"true"`
	// Repeat makes so many of it: {n} in its texts is the number of each, from 1.
	Repeat int `yaml:"repeat" default:"1"`
	// LoadBalancer is the name of the load balancer that forwards to it.
	LoadBalancer string `yaml:"loadBalancer"`
	// TargetType is what its targets are: ip for tasks with awsvpc, instance for
	// tasks that use ports of their instance.
	TargetType string `yaml:"targetType" default:"ip" enum:"ip,instance"`
	// Port is the port that targets get unless a service says otherwise.
	Port int `yaml:"port"`
	// Path is what the health check asks for.
	Path string `yaml:"path" default:"/"`
	// Matcher is the codes that pass a check, such as 200,204 or 200-299.
	Matcher string `yaml:"matcher" default:"200"`
	// HealthCheckPort is the port that is checked; that of the requests when 0.
	HealthCheckPort int `yaml:"healthCheckPort"`
	// Interval is the time between two health checks. A check may take half of it.
	Interval time.Duration `yaml:"interval" default:"30s"`
	// HealthyThreshold is how many checks in a row make a target healthy.
	HealthyThreshold int `yaml:"healthyThreshold" default:"5"`
	// UnhealthyThreshold is how many failures in a row make it unhealthy.
	UnhealthyThreshold int `yaml:"unhealthyThreshold" default:"2"`
	// DeregistrationDelay is how long a target that leaves is drained.
	DeregistrationDelay time.Duration `yaml:"deregistrationDelay" default:"300s"`
	// SlowStart is how long a new target takes to come to its full share of the
	// requests, 30s to 900s. 0s is at once.
	SlowStart time.Duration `yaml:"slowStart"`
}

func (g TargetGroup) build() sim.TargetGroup {
	out := sim.TargetGroup{
		Name: g.Name, Balancer: g.LoadBalancer, Kind: g.TargetType, Port: g.Port, Path: g.Path, Interval: g.Interval,
		Timeout: g.Interval / 2, Healthy: g.HealthyThreshold, Unhealthy: g.UnhealthyThreshold, Delay: g.DeregistrationDelay,
		Matcher: g.Matcher, SlowStart: g.SlowStart,
	}
	if g.HealthCheckPort > 0 {
		out.CheckPort = strconv.Itoa(g.HealthCheckPort)
	}
	return out
}
