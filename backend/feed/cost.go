package feed

import "github.com/ecsdeck/ecsdeck/model"

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

// cost estimates what a question costs in API calls, from the row counts of the
// newest snapshot.
func cost(q question, s *model.Snapshot) int {
	c := q.want.Cluster
	switch q.want.Part {
	case Clusters:
		return 2 * pages(len(s.Clusters.Rows), listPage)
	case Services:
		if q.want.Service != "" || len(q.only) > 0 {
			return pages(len(q.only), describeServices)
		}
		row, _ := s.Cluster(c)
		n := rowCount(s.Services[c], row.Services)
		return pages(n, listPage) + pages(n, describeServices)
	case OwnTasks:
		svc, _ := s.Service(q.want.ServiceRef())
		return taskCost(q, rowCount(s.OwnTasks[q.want.ServiceRef()], svc.Running+svc.Pending))
	case Tasks:
		row, _ := s.Cluster(c)
		return taskCost(q, rowCount(s.Tasks[c], row.Running+row.Pending))
	case Instances:
		row, _ := s.Cluster(c)
		return 2 * pages(rowCount(s.Instances[c], row.Instances), listPage)
	case Metrics:
		return pages(len(q.services)*metricsEach, metricQueries)
	case Targets:
		svc, _ := s.Service(q.want.ServiceRef())
		return max(1, len(svc.LoadBalancers))
	case Scaling:
		return 2 // DescribeScalableTargets, DescribeScalingPolicies
	}
	return 1
}

// taskCost counts ListTasks twice, for running and for stopped tasks, and the
// batches of DescribeTasks.
func taskCost(q question, n int) int {
	if len(q.only) > 0 {
		return pages(len(q.only), describeOthers)
	}
	return pages(n, listPage) + 1 + pages(n, describeOthers)
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
