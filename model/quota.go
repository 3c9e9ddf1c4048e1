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
