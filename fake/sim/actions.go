package sim

import (
	"fmt"
	"slices"
	"strings"
)

// simulatedActions are the operations that are served, by the prefix that IAM
// gives their service. The tables of fake/wire are held to this list by a test:
// API faults and scenarios want to know names without serving anything.
var simulatedActions = map[string]string{
	"application-autoscaling": `
		DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget DescribeScalableTargets DescribeScalingActivities
		DescribeScalingPolicies DescribeScheduledActions ListTagsForResource PutScalingPolicy PutScheduledAction RegisterScalableTarget TagResource
		UntagResource`,
	"autoscaling": `
		CreateAutoScalingGroup CreateLaunchConfiguration DeleteAutoScalingGroup DeleteLaunchConfiguration DescribeAutoScalingGroups
		SetDesiredCapacity TerminateInstanceInAutoScalingGroup UpdateAutoScalingGroup`,
	"cloudwatch": `
		DeleteAlarms DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric DisableAlarmActions EnableAlarmActions GetMetricData
		GetMetricStatistics ListMetrics ListTagsForResource PutMetricAlarm PutMetricData SetAlarmState TagResource UntagResource`,
	"cloudtrail": `
		LookupEvents`,
	"ecr": `
		DescribeImages`,
	"ecs": `
		ContinueServiceDeployment CreateCapacityProvider CreateCluster CreateService DeleteAccountSetting DeleteAttributes DeleteCapacityProvider
		DeleteCluster DeleteService DeleteTaskDefinitions DeregisterContainerInstance DeregisterTaskDefinition DescribeCapacityProviders
		DescribeClusters DescribeContainerInstances DescribeDaemon DescribeExpressGatewayService DescribeServiceDeployments DescribeServiceRevisions DescribeServices DescribeTaskDefinition
		DescribeTasks GetTaskProtection ListAccountSettings ListAttributes ListClusters ListContainerInstances ListDaemons ListServiceDeployments ListServices
		ListTagsForResource ListTaskDefinitionFamilies ListTaskDefinitions ListTasks PutAccountSetting PutAccountSettingDefault PutAttributes
		PutClusterCapacityProviders RegisterContainerInstance RegisterTaskDefinition RunTask StartTask StopServiceDeployment StopTask TagResource
		UntagResource UpdateCapacityProvider UpdateCluster UpdateClusterSettings UpdateContainerInstancesState UpdateService UpdateTaskProtection`,
	"elasticloadbalancing": `
		AddTags CreateListener CreateLoadBalancer CreateRule CreateTargetGroup DeleteListener DeleteLoadBalancer DeleteRule DeleteTargetGroup
		DeregisterTargets DescribeCapacityReservation DescribeListenerAttributes DescribeListenerCertificates DescribeListeners
		DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups
		DescribeTargetHealth ModifyListener ModifyListenerAttributes ModifyLoadBalancerAttributes ModifyRule ModifyTargetGroup
		ModifyTargetGroupAttributes RegisterTargets RemoveTags SetIpAddressType SetRulePriorities SetSecurityGroups SetSubnets`,
	"logs": `
		CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DeleteRetentionPolicy DescribeLogGroups DescribeLogStreams FilterLogEvents
		GetLogEvents ListTagsForResource ListTagsLogGroup PutLogEvents PutRetentionPolicy StartLiveTail TagLogGroup TagResource UntagLogGroup
		UntagResource`,
	"sts": `
		GetCallerIdentity`,
}

// Actions are all operations that are simulated, as IAM writes them, sorted.
func Actions() []string {
	var out []string
	for _, service := range keys(simulatedActions) {
		for name := range strings.FieldsSeq(simulatedActions[service]) {
			out = append(out, service+":"+name)
		}
	}
	return out
}

// CheckAction refuses a pattern of actions that matches nothing.
func CheckAction(pattern string) error {
	if pattern == "*" {
		return nil
	}
	bad := func(format string, args ...any) error {
		return &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	service, _, ok := strings.Cut(pattern, ":")
	if !ok || strings.Count(pattern, ":") != 1 {
		return bad("%q is no action: write ecs:Describe*, logs:* or *", pattern)
	}
	if slices.ContainsFunc(Actions(), func(a string) bool { return matchAction(strings.ToLower(pattern), strings.ToLower(a)) }) {
		return nil
	}
	if simulatedActions[strings.ToLower(service)] == "" {
		return bad("no operation is called %q: IAM's names of services are %s", pattern, strings.Join(keys(simulatedActions), ", "))
	}
	return bad("no operation that is simulated is called %q", pattern)
}
