package model

import "strings"

// Quota is a bucket of tokens by which AWS throttles requests, per account and
// region: every call of its operations takes one, whoever makes it.
type Quota struct {
	Name   string
	Burst  float64 // tokens in a full bucket
	Refill float64 // tokens that come back a second
}

// ecsQuotas are the buckets of Amazon ECS and their operations (Amazon ECS API
// Reference, "Request throttling for the Amazon ECS API").
var ecsQuotas = []struct {
	quota      Quota
	operations string
}{
	{Quota{"cluster modify", 20, 1}, "CreateCluster DeleteCluster UpdateCluster UpdateClusterSettings PutClusterCapacityProviders"},
	{Quota{"cluster read", 50, 20}, "ListClusters DescribeClusters"},
	{Quota{"service modify", 50, 5}, "CreateService UpdateService DeleteService UpdateServicePrimaryTaskSet StopServiceDeployment ContinueServiceDeployment"},
	{Quota{"service read", 100, 20}, "ListServices DescribeServices"},
	{Quota{"service deployment read", 50, 20}, "ListServiceDeployments DescribeServiceDeployments DescribeServiceRevisions"},
	{Quota{"services by namespace", 10, 1}, "ListServicesByNamespace"},
	{Quota{"task definition modify", 20, 1}, "RegisterTaskDefinition DeregisterTaskDefinition"},
	{Quota{"task definition read", 50, 20}, "DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies"},
	{Quota{"task definition delete", 5, 1}, "DeleteTaskDefinitions"},
	{Quota{"cluster resource modify", 100, 40}, "RunTask StartTask StopTask ExecuteCommand UpdateContainerInstancesState DeregisterContainerInstance PutAttributes DeleteAttributes"},
	{Quota{"cluster resource read", 100, 20}, "DescribeTasks ListTasks DescribeContainerInstances ListContainerInstances ListAttributes"},
	{Quota{"task set modify", 100, 20}, "CreateTaskSet UpdateTaskSet DeleteTaskSet"},
	{Quota{"task protection", 200, 80}, "GetTaskProtection UpdateTaskProtection"},
	{Quota{"capacity provider modify", 10, 1}, "CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider"},
	{Quota{"capacity provider read", 50, 20}, "DescribeCapacityProviders"},
	{Quota{"account setting modify", 10, 1}, "PutAccountSetting PutAccountSettingDefault DeleteAccountSetting"},
	{Quota{"account setting read", 50, 20}, "ListAccountSettings"},
	{Quota{"tag modify", 20, 10}, "TagResource UntagResource"},
	{Quota{"tag read", 50, 20}, "ListTagsForResource"},
	{Quota{"agent", 200, 120}, "RegisterContainerInstance SubmitTaskStateChange SubmitContainerStateChange SubmitAttachmentStateChanges"},
}

var quotas = func() map[string]Quota {
	out := map[string]Quota{}
	for _, q := range ecsQuotas {
		for name := range strings.FieldsSeq(q.operations) {
			out["ecs:"+name] = q.quota
		}
	}
	return out
}()

// QuotaOf is the bucket of an action, as IAM names it: ecs:ListServices. ok is
// false for actions of which no bucket is known.
func QuotaOf(action string) (q Quota, ok bool) {
	q, ok = quotas[action]
	return q, ok
}

// otherLimits are of the services around ECS. Most of them publish transactions
// a second and no burst: a second's worth is taken for one. Where regions
// differ, the least counts.
var otherLimits = []struct {
	quota      Quota
	operations string
}{
	// Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas": FilterLogEvents
	// 25 in us-east-1, 5 to 10 elsewhere.
	{Quota{"log events", 10, 5}, "logs:FilterLogEvents logs:GetLogEvents"},
	{Quota{"log groups", 10, 10}, "logs:DescribeLogGroups"},
	{Quota{"log streams", 25, 25}, "logs:DescribeLogStreams"},
	{Quota{"live tail", 5, 5}, "logs:StartLiveTail"},
	// Amazon CloudWatch User Guide, "CloudWatch service quotas": GetMetricData 50
	// for long, 500 since.
	{Quota{"metrics", 50, 50}, "cloudwatch:GetMetricData"},
	{Quota{"metric names", 25, 25}, "cloudwatch:ListMetrics"},
	{Quota{"alarms", 9, 9}, "cloudwatch:DescribeAlarms"},
	// AWS CloudTrail User Guide, "Quotas in AWS CloudTrail".
	{Quota{"trail", 2, 2}, "cloudtrail:LookupEvents"},
	// Amazon ECR User Guide, "Amazon ECR service quotas".
	{Quota{"images", 20, 20}, "ecr:DescribeImages"},
}

// serviceLimits are for the rest of what a service offers.
var serviceLimits = map[string]Quota{
	// Elastic Load Balancing User Guide, "Request throttling": what does not change
	// anything.
	"elasticloadbalancing": {"load balancers", 40, 10},
	// AWS Security Token Service: 600 a second, with all who assume roles.
	"sts": {"sts", 50, 50},
	// The others publish nothing; these are well below what they were seen to bear.
	"ecs":                     {"ecs, other", 20, 10},
	"application-autoscaling": {"scaling", 20, 10},
	"autoscaling":             {"instances", 20, 10},
}

var limits = func() map[string]Quota {
	out := map[string]Quota{}
	for _, l := range otherLimits {
		for name := range strings.FieldsSeq(l.operations) {
			out[name] = l.quota
		}
	}
	return out
}()

// LimitOf is how often an action may be asked by all the account in a region:
// its bucket, or where none is published a cautious guess at one.
func LimitOf(action string) Quota {
	if q, ok := QuotaOf(action); ok {
		return q
	}
	if q, ok := limits[action]; ok {
		return q
	}
	service, _, _ := strings.Cut(action, ":")
	if q, ok := serviceLimits[service]; ok {
		return q
	}
	return Quota{service, 10, 5}
}
