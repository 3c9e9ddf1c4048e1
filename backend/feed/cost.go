package feed

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Page and batch sizes of AWS (API reference of each operation).
const (
	listPage         = 100 // ListServices, ListTasks, ListClusters, ...: as asked by backend/aws
	describeServices = 10
	describeOthers   = 100 // DescribeTasks, DescribeClusters, DescribeContainerInstances
	metricQueries    = 500 // GetMetricData
	metricsEach      = 2   // CPU and memory
)

// guessedRows stands for a list whose length is not known yet.
const guessedRows = 20

// bill is what a question costs: calls from the account's buckets.
type bill []item

type item struct {
	quota model.Quota
	calls int
}

// calls are n of an action, as IAM names it.
func calls(action string, n int) item { return item{quotaOf(action), n} }

func (b bill) total() int {
	n := 0
	for _, i := range b {
		n += i.calls
	}
	return n
}

// flat is the cost of what always costs the same.
func flat(items ...item) func(*model.Snapshot, question) bill {
	return func(*model.Snapshot, question) bill { return items }
}

// others are the buckets of services of which AWS tells less than of ECS, by
// the prefix of their actions: below what they are known to bear. CloudTrail's
// two lookups a second are told (AWS CloudTrail API Reference, LookupEvents).
var others = map[string]model.Quota{
	"cloudtrail": {Name: "cloudtrail", Burst: 2, Refill: 2},
	"cloudwatch": {Name: "cloudwatch", Burst: 50, Refill: 20},
}

// quotaOf is the bucket of an action, of which there is always one.
func quotaOf(action string) model.Quota {
	if q, ok := model.QuotaOf(action); ok {
		return q
	}
	service, _, _ := strings.Cut(action, ":")
	if q, ok := others[service]; ok {
		return q
	}
	return model.Quota{Name: service, Burst: 40, Refill: 10}
}

func clusterCost(s *model.Snapshot, _ question) bill {
	n := pages(len(s.Clusters.Rows), listPage)
	return bill{calls("ecs:DescribeClusters", 2*n)}
}

func serviceCost(s *model.Snapshot, q question) bill {
	if q.want.Service != "" || len(q.only) > 0 {
		return bill{calls("ecs:DescribeServices", pages(len(q.only), describeServices))}
	}
	row, _ := s.Cluster(q.want.Cluster)
	n := rowCount(s.Services[q.want.Cluster], row.Services)
	return bill{calls("ecs:DescribeServices", pages(n, listPage)+pages(n, describeServices))}
}

func ownTaskCost(s *model.Snapshot, q question) bill {
	svc, _ := s.Service(q.want.ServiceRef())
	return taskCost(q, rowCount(s.OwnTasks[q.want.ServiceRef()], svc.Running+svc.Pending))
}

func clusterTaskCost(s *model.Snapshot, q question) bill {
	row, _ := s.Cluster(q.want.Cluster)
	return taskCost(q, rowCount(s.Tasks[q.want.Cluster], row.Running+row.Pending))
}

// taskCost counts ListTasks twice, for running and for stopped tasks, and the
// batches of DescribeTasks.
func taskCost(q question, n int) bill {
	if len(q.only) > 0 {
		return bill{calls("ecs:DescribeTasks", pages(len(q.only), describeOthers))}
	}
	return bill{calls("ecs:DescribeTasks", pages(n, listPage)+1+pages(n, describeOthers))}
}

func instanceCost(s *model.Snapshot, q question) bill {
	row, _ := s.Cluster(q.want.Cluster)
	n := pages(rowCount(s.Instances[q.want.Cluster], row.Instances), listPage)
	return bill{calls("ecs:DescribeContainerInstances", 2*n)}
}

func metricCost(_ *model.Snapshot, q question) bill {
	return bill{calls("cloudwatch:GetMetricData", pages(len(q.services)*metricsEach, metricQueries))}
}

func targetCost(s *model.Snapshot, q question) bill {
	svc, _ := s.Service(q.want.ServiceRef())
	return bill{calls("elasticloadbalancing:DescribeTargetHealth", max(1, len(svc.LoadBalancers)))}
}

// rowCount is the length of a list: as last read, else as told elsewhere, else
// guessed.
func rowCount[R any](p model.Part[R], told int) int {
	switch {
	case p.Known():
		return len(p.Rows)
	case told > 0:
		return told
	}
	return guessedRows
}

func pages(n, size int) int { return max(1, (n+size-1)/size) }
