package scenario

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Alarm is a CloudWatch alarm on a metric of the service, of its target group,
// or of your own.
type Alarm struct {
	// Name is the alarm's name.
	Name string `yaml:"name" required:"true"`
	// Namespace is where the metric is.
	Namespace string `yaml:"namespace" default:"AWS/ECS"`
	// Metric is what it watches.
	Metric string `yaml:"metric" required:"true"`
	// Dimensions say whose metric it is: the service's, or its target group's, when empty.
	Dimensions map[string]string `yaml:"dimensions"`
	// Statistic is what is made of the values of a minute: Average, Sum, Minimum,
	// Maximum, SampleCount or a percentile such as p90.
	Statistic string `yaml:"statistic" default:"Average"`
	// Above is the threshold that the metric must be above.
	Above *float64 `yaml:"above"`
	// Below is the threshold that it must be below, in place of above.
	Below *float64 `yaml:"below"`
	// Minutes is how many one-minute values in a row count.
	Minutes int `yaml:"minutes" default:"1"`
	// Datapoints is how many of them must be beyond the threshold. All when 0.
	Datapoints int `yaml:"datapoints"`
	// MissingData is how a minute without a value counts.
	MissingData string `yaml:"missingData" default:"missing" enum:"missing,notBreaching,breaching,ignore"`
	// Policy is the step scaling policy of the service that it triggers.
	Policy string `yaml:"policy"`
}

// metrics are those of a service and of its target group.
var metrics = map[string][]string{
	"AWS/ECS": {"CPUUtilization", "MemoryUtilization"},
	"AWS/ApplicationELB": {
		"RequestCount", "RequestCountPerTarget", "TargetResponseTime", "HTTPCode_Target_2XX_Count", "HTTPCode_Target_4XX_Count",
		"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "HealthyHostCount", "UnHealthyHostCount",
	},
}

func (m maker) alarm(path string, k sim.Key, a Alarm) (sim.Command, error) {
	out := sim.Alarm{
		Name: a.Name, Namespace: a.Namespace, Metric: a.Metric, Statistic: a.Statistic, Period: time.Minute, Periods: a.Minutes,
		DatapointsToAlarm: a.Datapoints, MissingData: a.MissingData,
	}
	switch {
	case (a.Above == nil) == (a.Below == nil):
		return nil, m.fail(path+".name", "alarm %s needs a threshold: above or below", a.Name)
	case a.Above != nil:
		out.Comparison, out.Threshold = "GreaterThanThreshold", *a.Above
	default:
		out.Comparison, out.Threshold = "LessThanThreshold", *a.Below
	}
	if known := metrics[a.Namespace]; known != nil && !slices.Contains(known, a.Metric) {
		return nil, m.fail(path+".metric", "there is no metric %q in %s: there are %s%s", a.Metric, a.Namespace, strings.Join(known, ", "), hint(a.Metric, known))
	}
	for _, name := range slices.Sorted(maps.Keys(a.Dimensions)) {
		out.Dimensions = append(out.Dimensions, sim.Dimension{Name: name, Value: a.Dimensions[name]})
	}
	if a.Policy != "" {
		p, err := m.policy(path+".policy", k, a.Policy)
		if err != nil {
			return nil, err
		}
		out.AlarmActions = []string{m.v.PolicyARN(m.v.Service(k), p)}
	}
	switch {
	case len(out.Dimensions) > 0:
	case a.Namespace == "AWS/ECS":
		out.Cluster, out.Service = k.Cluster, k.Name
		return sim.PutAlarm{Alarm: out}, nil
	case a.Namespace == "AWS/ApplicationELB":
		g, err := m.groupOf(path+".metric", k)
		if err != nil {
			return nil, err
		}
		balancer, group, _ := strings.Cut(m.v.ResourceLabel(g), "/targetgroup/")
		out.Dimensions = []sim.Dimension{{Name: "LoadBalancer", Value: balancer}, {Name: "TargetGroup", Value: "targetgroup/" + group}}
	}
	return sim.PutMetricAlarm{Alarm: out}, nil
}

func (m maker) policy(path string, k sim.Key, name string) (*sim.Policy, error) {
	var names []string
	if s := m.v.Service(k); s != nil && s.Scaling != nil {
		for _, p := range s.Scaling.Policies {
			if p.Name == name {
				return p, nil
			}
			names = append(names, p.Name)
		}
	}
	return nil, m.missing(path, "policy "+k.Cluster+"/"+k.Name+"/"+name, "service %s has no scaling policy %q%s", k.Name, name, hint(name, names))
}
