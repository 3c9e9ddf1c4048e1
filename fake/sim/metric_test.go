package sim

import (
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
