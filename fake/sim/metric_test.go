package sim

import (
	"fmt"
	"testing"
	"time"
)

// newest is the newest value of a metric of the last ten minutes.
func (b box) newest(m MetricID) (Stat, bool) {
	all := b.View().Statistics(m, b.Now().Truncate(time.Minute).Add(-10*time.Minute), b.Now(), time.Minute)
	if len(all) == 0 {
		return Stat{}, false
	}
	return all[len(all)-1], true
}

func TestClusterMetricsAreOfInstances(t *testing.T) {
	b := onEC2(t)
	of := func(name string) float64 {
		s, ok := b.newest(MetricID{"AWS/ECS", name, []Dimension{{"ClusterName", "c"}}})
		if !ok {
			t.Errorf("%s has no values", name)
		}
		return s.Max
	}
	// Two tasks of 900 units and 700 MiB on an instance of 2048 and 1922.
	if got := of("CPUReservation"); got != 87.89 {
		t.Errorf("CPUReservation is %v", got)
	}
	if got := of("MemoryReservation"); got != 72.84 {
		t.Errorf("MemoryReservation is %v", got)
	}
	if got := of("CPUUtilization"); got <= 0 || got > 5 {
		t.Errorf("CPUUtilization is %v", got)
	}
	if s, ok := b.newest(MetricID{"AWS/ECS/ManagedScaling", "CapacityProviderReservation", []Dimension{{"ClusterName", "c"}, {"CapacityProviderName", "asg"}}}); !ok || s.Sum != 100 {
		t.Errorf("CapacityProviderReservation is %v", s)
	}
	none := newBox(t)
	none.must(apiService())
	none.Step(10 * time.Minute)
	if s, ok := none.newest(MetricID{"AWS/ECS", "CPUUtilization", []Dimension{{"ClusterName", "c"}}}); ok {
		t.Errorf("a cluster without instances has %v", s)
	}
}

func TestContainerInsightsNeedTheSetting(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(10 * time.Minute)
	reserved := MetricID{"ECS/ContainerInsights", "CpuReserved", []Dimension{{"ServiceName", "api"}, {"ClusterName", "c"}}}
	if s, ok := b.newest(reserved); ok {
		t.Errorf("without the setting there is %v", s)
	}
	b.must(CreateCluster{Name: "insights", Insights: "enabled"})
	in := apiService()
	in.Cluster, in.Balancers = "insights", nil
	b.must(in)
	b.Step(10 * time.Minute)
	reserved.Dimensions = []Dimension{{"ServiceName", "api"}, {"ClusterName", "insights"}}
	if s, _ := b.newest(reserved); s.Sum != 512 {
		t.Errorf("two tasks of 256 units reserve %v", s.Sum)
	}
	if s, _ := b.newest(MetricID{"ECS/ContainerInsights", "TaskCount", []Dimension{{"ClusterName", "insights"}}}); s.Sum != 2 {
		t.Errorf("TaskCount is %v", s.Sum)
	}
	for name, want := range map[string]float64{"DesiredTaskCount": 2, "PendingTaskCount": 0, "DeploymentCount": 1, "TaskSetCount": 0, "RestartCount": 0, "EphemeralStorageReserved": 42.94, "NetworkTxBytes": 200} {
		reserved.Name = name
		if s, ok := b.newest(reserved); !ok || s.Sum != want {
			t.Errorf("%s is %v, want %v", name, s, want)
		}
	}
	for name, want := range map[string]float64{"ServiceCount": 1, "ContainerInstanceCount": 0} {
		if s, ok := b.newest(MetricID{"ECS/ContainerInsights", name, []Dimension{{"ClusterName", "insights"}}}); !ok || s.Sum != want {
			t.Errorf("%s is %v, want %v", name, s, want)
		}
	}
	if s, ok := b.newest(MetricID{"ECS/ContainerInsights", "TaskCpuUtilization", []Dimension{{"ClusterName", "insights"}}}); ok {
		t.Errorf("without enhanced observability there is %v", s)
	}
	b.refuses(CreateCluster{Name: "x", Insights: "sometimes"}, ErrInvalid, "The value for the setting containerInsights must be one of enhanced, enabled, disabled.")
}

func TestBalancerMetrics(t *testing.T) {
	b := busy(t, &Traffic{Base: 6})
	b.Step(10 * time.Minute)
	g := b.View().TargetGroup("api")
	of := func(name string) Stat {
		s, _ := b.newest(MetricID{"AWS/ApplicationELB", name, []Dimension{{"TargetGroup", dimensionOf(g)}, {"LoadBalancer", balancerOf(g)}}})
		return s
	}
	if s := of("RequestCount"); s.Sum != 360 {
		t.Errorf("RequestCount is %v", s.Sum)
	}
	if s := of("RequestCountPerTarget"); s.Sum != 180 {
		t.Errorf("RequestCountPerTarget is %v", s.Sum)
	}
	if s := of("HealthyHostCount"); s.Average() != 2 {
		t.Errorf("HealthyHostCount is %v", s.Average())
	}
	if s := of("HTTPCode_Target_5XX_Count"); s.Count != 0 {
		t.Errorf("errors are reported although there are none: %v", s)
	}
	p := Policy{Name: "requests", Metric: requestCountPerTarget, Label: "app/other/1/targetgroup/api/2", Target: 100}
	if _, err := b.Do(PutPolicy{"c", "api", p}); err == nil {
		t.Error("a policy with another load balancer's label is accepted")
	}
	p.Label, p.OutCooldown, p.InCooldown = b.View().ResourceLabel(g), -1, -1
	b.must(PutPolicy{"c", "api", p})
	b.Step(10 * time.Minute)
	if b.api().Desired != 4 { // 180 requests for each of two targets, 100 wanted
		t.Errorf("desired is %d, want 4", b.api().Desired)
	}
}

func TestEnhancedObservability(t *testing.T) {
	b := newBox(t)
	b.must(CreateCluster{Name: "deep", Insights: "enhanced"})
	b.must(SetImage{"api", Behaviour{Size: 40, Boot: time.Second, IdleCPU: 64, IdleMemory: 128}})
	in := apiService()
	in.Cluster, in.Balancers = "deep", nil
	b.must(in)
	b.Step(10 * time.Minute)
	id := b.View().ServiceTasks(Key{"deep", "api"})[0].ID
	cluster, service, task := Dimension{"ClusterName", "deep"}, Dimension{"ServiceName", "api"}, Dimension{"TaskId", id}
	container := Dimension{"ContainerName", b.View().Task("deep", id).Containers[0].Name}
	for _, c := range []struct {
		name       string
		dimensions []Dimension
		want       string
	}{
		{"TaskCpuUtilization", []Dimension{cluster}, "2 50 25"},
		{"TaskCpuUtilization", []Dimension{cluster, service}, "2 50 25"},
		{"TaskMemoryUtilization", []Dimension{cluster, service, task}, "1 25 25"},
		{"ContainerCpuUtilization", []Dimension{cluster, service, container}, "2 50 25"},
		{"ContainerMemoryUtilization", []Dimension{cluster, service, task, container}, "1 25 25"},
		{"UnHealthyContainerHealthStatus", []Dimension{cluster, service, task, container}, "1 0 0"},
		{"RestartCount", []Dimension{cluster, service, task, container}, "1 0 0"},
		{"TaskCpuUtilization", []Dimension{cluster, service, container}, "0 0 0"},
		{"TaskCpuUtilization", []Dimension{cluster, {"TaskId", "nobody"}}, "0 0 0"},
	} {
		s, _ := b.newest(MetricID{"ECS/ContainerInsights", c.name, c.dimensions})
		if got := fmt.Sprint(s.Count, s.Sum, s.Max); got != c.want {
			t.Errorf("%s of %v is %s, want %s", c.name, c.dimensions, got, c.want)
		}
	}
	listed := 0
	for _, m := range b.View().Metrics() {
		if m.Namespace == "ECS/ContainerInsights" {
			listed++
			if _, ok := b.newest(m); !ok {
				t.Errorf("%v is listed and has no values", m)
			}
		}
	}
	if listed < 50 {
		t.Errorf("%d metrics are listed", listed)
	}
	// An alarm may watch any of them.
	b.must(PutMetricAlarm{Alarm{Name: "few", Namespace: "ECS/ContainerInsights", Metric: "RunningTaskCount", Dimensions: []Dimension{cluster, service}, Statistic: "Minimum", Comparison: "LessThanThreshold", Threshold: 3, Period: time.Minute, Periods: 3}})
	b.Step(5 * time.Minute)
	if a := b.View().Alarm("few"); a.State != "ALARM" {
		t.Errorf("the alarm is in %s", a.State)
	}
	b.must(UpdateCluster{Name: "deep", Insights: ptr("disabled")})
	b.Step(20 * time.Minute)
	if s, ok := b.newest(MetricID{"ECS/ContainerInsights", "TaskCount", []Dimension{cluster}}); ok {
		t.Errorf("after the setting is off there is %v", s)
	}
}
