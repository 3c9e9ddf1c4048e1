package cli

import (
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func rolloutColumns(now time.Time) []column[owned[model.ServiceDeployment]] {
	type row = owned[model.ServiceDeployment]
	severity := func(d row) model.Severity { return d.row.Status.Severity() }
	return append(ownerColumns[model.ServiceDeployment](), []column[row]{
		{name: "id", title: "DEPLOYMENT", value: func(d row) any { return idOf(d.row.ARN) }},
		{name: "status", title: "STATUS", value: func(d row) any { return string(d.row.Status) }, severity: severity},
		{name: "strategy", title: "STRATEGY", value: func(d row) any { return d.row.Strategy }},
		{name: "stage", title: "STAGE", value: func(d row) any { return d.row.Stage }},
		{name: "requested", title: "REQUESTED", right: true, value: func(d row) any { return d.row.Target.Requested }},
		{name: "running", title: "RUNNING", right: true, value: func(d row) any { return d.row.Target.Running }},
		{name: "pending", value: func(d row) any { return d.row.Target.Pending }},
		{name: "traffic", title: "TRAFFIC", right: true, value: func(d row) any { return traffic(d.row.Target) }, show: func(d row) string {
			if !d.row.Target.WeightKnown {
				return ""
			}
			return strconv.FormatFloat(d.row.Target.ProductionTraffic, 'f', -1, 64) + "%"
		}},
		{name: "breaker", value: func(d row) any { return d.row.Breaker }},
		{name: "breakerFailures", value: func(d row) any { return counted(d.row.Breaker, d.row.BreakerFailures) }},
		{name: "breakerThreshold", value: func(d row) any { return counted(d.row.Breaker, d.row.BreakerThreshold) }},
		{name: "alarms", value: func(d row) any { return d.row.Alarms }},
		{name: "firedAlarms", value: func(d row) any { return d.row.FiredAlarms }},
		{name: "createdAt", title: "AGE", right: true, value: func(d row) any { return d.row.CreatedAt }, show: func(d row) string { return age(now, d.row.CreatedAt) }},
		{name: "startedAt", value: func(d row) any { return d.row.StartedAt }},
		{name: "finishedAt", value: func(d row) any { return d.row.FinishedAt }},
		{name: "stoppedAt", value: func(d row) any { return d.row.StoppedAt }},
		{name: "reason", title: "REASON", value: func(d row) any { return why(d.row) }, severity: severity},
		{name: "targetRevision", value: func(d row) any { return d.row.Target.ARN }},
		{name: "rollbackRevision", value: func(d row) any { return d.row.RollbackTo }},
		{name: "arn", value: func(d row) any { return d.row.ARN }},
	}...)
}

// traffic is the share that production gives to a revision, nil where no
// traffic is shifted.
func traffic(r model.RevisionUse) any {
	if !r.WeightKnown {
		return nil
	}
	return r.ProductionTraffic
}

// counted is a count of a circuit breaker that told of itself.
func counted(breaker string, n int) any {
	if breaker == "" {
		return nil
	}
	return n
}

func why(d model.ServiceDeployment) string {
	if d.RollbackReason != "" {
		return d.RollbackReason
	}
	return d.StatusReason
}

// idOf is the end of an ARN.
func idOf(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

func groupColumns() []column[owned[model.TargetGroup]] {
	type row = owned[model.TargetGroup]
	return append(ownerColumns[model.TargetGroup](), []column[row]{
		{name: "name", title: "GROUP", value: func(g row) any { return g.row.Name }},
		{name: "targetType", title: "TYPE", value: func(g row) any { return g.row.TargetType }},
		{name: "protocol", title: "PROTOCOL", value: func(g row) any { return g.row.Protocol }},
		{name: "port", title: "PORT", right: true, value: func(g row) any { return set(g.row.Port) }},
		{name: "healthProtocol", value: func(g row) any { return g.row.HealthProtocol }},
		{name: "healthPath", title: "CHECK", value: func(g row) any { return g.row.HealthPath }},
		{name: "healthPort", value: func(g row) any { return g.row.HealthPort }},
		{name: "intervalSeconds", title: "EVERY", right: true, value: func(g row) any { return set(g.row.Interval) }, show: func(g row) string { return inSeconds(g.row.Interval) }},
		{name: "timeoutSeconds", title: "WITHIN", right: true, value: func(g row) any { return set(g.row.Timeout) }, show: func(g row) string { return inSeconds(g.row.Timeout) }},
		{name: "healthyThreshold", title: "UP", right: true, value: func(g row) any { return set(g.row.Healthy) }},
		{name: "unhealthyThreshold", title: "DOWN", right: true, value: func(g row) any { return set(g.row.Failing) }},
		{name: "matcher", title: "MATCHER", value: func(g row) any { return g.row.Matcher }},
		{name: "traffic", title: "TRAFFIC", value: func(g row) any { return weights(g.row.Weights) }},
		{name: "loadBalancers", value: func(g row) any { return g.row.LoadBalancers }},
		{name: "arn", value: func(g row) any { return g.row.ARN }},
	}...)
}

func inSeconds(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + "s"
}

// weights are a group's shares of the rules, in percent.
func weights(all []model.RuleWeight) []string {
	var out []string
	for _, w := range all {
		out = append(out, strconv.FormatFloat(w.Percent, 'f', -1, 64)+"%")
	}
	return out
}

func capacityColumns() []column[model.CapacityProvider] {
	type row = model.CapacityProvider
	inDefault := func(p row, n int) any {
		if !p.InDefault {
			return nil
		}
		return n
	}
	return []column[row]{
		{name: "name", title: "PROVIDER", value: func(p row) any { return p.Name }},
		{name: "cluster", title: "CLUSTER", value: func(p row) any { return arn(p.Cluster) }, show: func(p row) string { return p.Cluster.Name }},
		{name: "type", title: "TYPE", value: func(p row) any { return p.Type }},
		{name: "status", title: "STATUS", value: func(p row) any { return p.Status }},
		{name: "updateStatus", title: "UPDATE", value: func(p row) any { return p.UpdateStatus }},
		{name: "updateReason", value: func(p row) any { return p.UpdateReason }},
		{name: "weight", title: "WEIGHT", right: true, value: func(p row) any { return inDefault(p, p.Default.Weight) }},
		{name: "base", title: "BASE", right: true, value: func(p row) any { return inDefault(p, p.Default.Base) }},
		{name: "managedScaling", title: "SCALES", value: func(p row) any { return p.ManagedScaling }},
		{name: "targetCapacity", title: "TARGET", right: true, value: func(p row) any { return set(p.TargetCapacity) }},
		{name: "minStep", value: func(p row) any { return set(p.MinStep) }},
		{name: "maxStep", value: func(p row) any { return set(p.MaxStep) }},
		{name: "warmupSeconds", value: func(p row) any { return set(p.WarmupSeconds) }},
		{name: "terminationProtection", title: "PROTECTS", value: func(p row) any { return p.TerminationProtection }},
		{name: "managedDraining", title: "DRAINS", value: func(p row) any { return p.ManagedDraining }},
		{name: "group", value: func(p row) any { return p.GroupARN }},
		{name: "arn", value: func(p row) any { return p.ARN }},
	}
}

func protectionColumns(now time.Time) []column[guarded] {
	type row = guarded
	return []column[row]{
		{name: "id", title: "TASK", value: func(p row) any { return p.Task.ID }, show: func(p row) string { return p.Task.Short() }},
		{name: "service", title: "SERVICE", value: func(p row) any { return arn(p.service) }, show: func(p row) string { return p.service.String() }},
		{name: "protected", title: "PROTECTED", value: func(p row) any { return p.Enabled }},
		{name: "expiresAt", title: "FOR", right: true, value: func(p row) any { return p.ExpiresAt }, show: func(p row) string { return left(now, p.ExpiresAt) }},
		{name: "arn", value: func(p row) any { return arn(p.Task) }},
	}
}

func insightColumns() []column[owned[observed]] {
	type row = owned[observed]
	return append(ownerColumns[observed](), []column[row]{
		{name: "metric", title: "METRIC", value: func(m row) any { return m.row.Metric }},
		{name: "last", title: "LAST", right: true, value: func(m row) any { return m.row.last }},
		{name: "least", title: "LEAST", right: true, value: func(m row) any { return m.row.least }},
		{name: "most", title: "MOST", right: true, value: func(m row) any { return m.row.most }},
		{name: "unit", title: "UNIT", value: func(m row) any { return m.row.Unit }},
		{name: "from", value: func(m row) any { return m.row.Start }},
		{name: "to", value: func(m row) any { return m.row.End() }},
	}...)
}

func tagColumns() []column[tagged] {
	type row = tagged
	return []column[row]{
		{name: "kind", title: "OF", value: func(r row) any { return r.kind }},
		{name: "name", title: "NAME", value: func(r row) any { return r.name }},
		{name: "key", title: "KEY", value: func(r row) any { return r.Key }},
		{name: "value", title: "VALUE", value: func(r row) any { return r.Value }},
		{name: "arn", value: func(r row) any { return r.arn }},
	}
}
