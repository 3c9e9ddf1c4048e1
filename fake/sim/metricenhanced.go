package sim

// insightsSingle is a metric that single tasks or containers report where
// observability is enhanced (CloudWatch guide,
// Container-Insights-enhanced-observability-metrics-ECS). Of a service, a
// family or a cluster it is the statistics of all that report.
type insightsSingle struct {
	unit      string
	task      func(t *insightsTask) float64
	container func(c *insightsContainer) float64
}

// insightsSingles are those metrics.
var insightsSingles = map[string]*insightsSingle{
	"TaskCpuUtilization":         {unit: "Percent", task: func(t *insightsTask) float64 { return t.cpu }},
	"TaskMemoryUtilization":      {unit: "Percent", task: func(t *insightsTask) float64 { return t.memory }},
	"ContainerCpuUtilization":    {unit: "Percent", container: func(c *insightsContainer) float64 { return c.cpu }},
	"ContainerMemoryUtilization": {unit: "Percent", container: func(c *insightsContainer) float64 { return c.memory }},
	"UnHealthyContainerHealthStatus": {unit: "Count", container: func(c *insightsContainer) float64 {
		if c.unhealthy {
			return 1
		}
		return 0
	}},
	"RestartCount": {unit: "Count", container: func(c *insightsContainer) float64 { return float64(c.restarts) }},
}

// needed tells dimensions that only single tasks or containers have.
func (*insightsSingle) needed(s insightsScope) bool { return s.task != "" || s.container != "" }

// single is a minute of such a metric: the statistics of those that report it
// and that the dimensions name.
func (m *insightsMinute) single(metric *insightsSingle, s insightsScope) (Stat, bool) {
	if metric.task != nil && s.container != "" {
		return Stat{}, false
	}
	st := Stat{At: m.at}
	report := func(x float64) {
		if st.Count == 0 {
			st.Min, st.Max = x, x
		}
		st.Count++
		st.Sum = hundredth(st.Sum + x)
		st.Min, st.Max = min(st.Min, x), max(st.Max, x)
		st.Parts = append(st.Parts, Part{x, 1})
	}
	for i := range m.tasks {
		t := &m.tasks[i]
		if s.service != "" && s.service != t.service || s.family != "" && s.family != t.family || s.task != "" && s.task != t.id {
			continue
		}
		if metric.task != nil {
			report(metric.task(t))
			continue
		}
		for k := range t.containers {
			if s.container == "" || s.container == t.containers[k].name {
				report(metric.container(&t.containers[k]))
			}
		}
	}
	return st, st.Count > 0
}

// singleIDs are the metrics of single tasks and containers, and of the
// services, families and the cluster that they add up to.
func (m *insightsMinute) singleIDs(cluster Dimension) (out []MetricID) {
	seen := map[string]bool{}
	add := func(name string, more ...Dimension) {
		id := MetricID{nsInsights, name, append([]Dimension{cluster}, more...)}
		if key := id.String(); !seen[key] {
			seen[key] = true
			out = append(out, id)
		}
	}
	for _, name := range keys(insightsSingles) {
		metric := insightsSingles[name]
		for i := range m.tasks {
			t := &m.tasks[i]
			owner := Dimension{"ServiceName", t.service}
			if t.service == "" {
				owner = Dimension{"TaskDefinitionFamily", t.family}
			}
			task := Dimension{"TaskId", t.id}
			if metric.task != nil {
				add(name)
				add(name, owner)
				add(name, owner, task)
				continue
			}
			for k := range t.containers {
				container := Dimension{"ContainerName", t.containers[k].name}
				add(name, owner, container)
				add(name, owner, task, container)
			}
		}
	}
	return out
}
