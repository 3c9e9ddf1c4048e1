// Package throttle is Amazon ECS's request throttling: token buckets per account
// and region, each shared by the operations of a kind. They fill in real time,
// as clients ask in real time, however fast a simulated world runs.
package throttle

import (
	"strings"
	"sync"
	"time"
)

// Rate is a bucket's size and how many tokens a second come back.
type Rate struct{ Burst, Refill float64 }

// rates are ECS's buckets (API reference, request-throttling).
var rates = map[string]Rate{
	"cluster modify":           {20, 1},
	"cluster read":             {50, 20},
	"service modify":           {50, 5},
	"service read":             {100, 20},
	"service deployment read":  {50, 20},
	"services by namespace":    {10, 1},
	"task definition modify":   {20, 1},
	"task definition read":     {50, 20},
	"task definition delete":   {5, 1},
	"cluster resource modify":  {100, 40},
	"cluster resource read":    {100, 20},
	"task set modify":          {100, 20},
	"task protection":          {200, 80},
	"capacity provider modify": {10, 1},
	"capacity provider read":   {50, 20},
	"account setting modify":   {10, 1},
	"account setting read":     {50, 20},
	"tag modify":               {20, 10},
	"tag read":                 {50, 20},
	"agent":                    {200, 120},
}

// operations are those of each bucket.
var operations = map[string]string{
	"cluster modify":           "CreateCluster DeleteCluster UpdateCluster UpdateClusterSettings PutClusterCapacityProviders",
	"cluster read":             "ListClusters DescribeClusters",
	"service modify":           "CreateService UpdateService DeleteService UpdateServicePrimaryTaskSet StopServiceDeployment ContinueServiceDeployment",
	"service read":             "ListServices DescribeServices",
	"service deployment read":  "ListServiceDeployments DescribeServiceDeployments DescribeServiceRevisions",
	"services by namespace":    "ListServicesByNamespace",
	"task definition modify":   "RegisterTaskDefinition DeregisterTaskDefinition",
	"task definition read":     "DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies",
	"task definition delete":   "DeleteTaskDefinitions",
	"cluster resource modify":  "RunTask StartTask StopTask ExecuteCommand UpdateContainerInstancesState DeregisterContainerInstance PutAttributes DeleteAttributes",
	"cluster resource read":    "DescribeTasks ListTasks DescribeContainerInstances ListContainerInstances ListAttributes",
	"task set modify":          "CreateTaskSet UpdateTaskSet DeleteTaskSet",
	"task protection":          "GetTaskProtection UpdateTaskProtection",
	"capacity provider modify": "CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider",
	"capacity provider read":   "DescribeCapacityProviders",
	"account setting modify":   "PutAccountSetting PutAccountSettingDefault DeleteAccountSetting",
	"account setting read":     "ListAccountSettings",
	"tag modify":               "TagResource UntagResource",
	"tag read":                 "ListTagsForResource",
	"agent":                    "RegisterContainerInstance SubmitTaskStateChange SubmitContainerStateChange SubmitAttachmentStateChanges",
}

// bucketOf is the bucket of each operation.
var bucketOf = func() map[string]string {
	out := map[string]string{}
	for bucket, names := range operations {
		for name := range strings.FieldsSeq(names) {
			out[name] = bucket
		}
	}
	return out
}()

// Buckets are those of one account and region. They are safe for use by several
// goroutines.
type Buckets struct {
	now func() time.Time

	mu   sync.Mutex
	left map[string]level
}

// level is how full a bucket was.
type level struct {
	tokens float64
	at     time.Time
}

// New makes full buckets that fill by the clock now.
func New(now func() time.Time) *Buckets {
	return &Buckets{now: now, left: map[string]level{}}
}

// Take takes a token for an action, as IAM names it: ecs:ListServices. It is
// false when there is none, and the call is refused. Actions without a bucket
// always pass.
func (b *Buckets) Take(action string) bool {
	service, name, _ := strings.Cut(action, ":")
	bucket, ok := bucketOf[name]
	if service != "ecs" || !ok {
		return true
	}
	rate := rates[bucket]
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	l, ok := b.left[bucket]
	if !ok {
		l = level{rate.Burst, now}
	}
	l.tokens = min(rate.Burst, l.tokens+max(0, now.Sub(l.at).Seconds())*rate.Refill)
	l.at = now
	if ok = l.tokens >= 1; ok {
		l.tokens--
	}
	b.left[bucket] = l
	return ok
}
