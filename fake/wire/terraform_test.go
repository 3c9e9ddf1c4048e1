package wire_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	aastypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// terraform plays the calls that the AWS provider of Terraform makes for its
// resources when it creates, reads, updates and deletes them. What it reads must
// be what it has set, or it would want to change it again.
type terraform struct {
	*box
	elb     *elb.Client
	scaling *aas.Client
	groups  *autoscaling.Client
}

func TestTerraform(t *testing.T) {
	b := newBox(t)
	tf := &terraform{box: b, elb: b.elb(), scaling: b.scaling(), groups: b.groups()}
	must[*sts.GetCallerIdentityOutput](t)(b.sts.GetCallerIdentity(b.ctx(), &sts.GetCallerIdentityInput{}))
	tf.cluster()
	tf.logGroup()
	definition := tf.definition()
	balancer, group, listener := tf.balancer()
	tf.rule(listener, group)
	tf.service(definition, group)
	tf.policy()
	tf.alarm()
	tf.destroy(balancer, group, listener, definition)
}

var tfTags = []types.Tag{{Key: aws.String("Name"), Value: aws.String("tf")}}

// cluster is aws_ecs_cluster, aws_ecs_capacity_provider and
// aws_ecs_cluster_capacity_providers.
func (tf *terraform) cluster() {
	t, ctx, name := tf.t, tf.ctx(), aws.String("tf")
	made := must[*ecs.CreateClusterOutput](t)(tf.ecs.CreateCluster(ctx, &ecs.CreateClusterInput{
		ClusterName: name, Tags: tfTags, Settings: []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("enabled")}},
	}))
	all := []types.ClusterField{types.ClusterFieldConfigurations, types.ClusterFieldSettings, types.ClusterFieldTags}
	read := func() types.Cluster {
		out := must[*ecs.DescribeClustersOutput](t)(tf.ecs.DescribeClusters(ctx, &ecs.DescribeClustersInput{Clusters: []string{aws.ToString(made.Cluster.ClusterArn)}, Include: all}))
		equal(t, "clusters", len(out.Clusters), 1)
		return out.Clusters[0]
	}
	equal(t, "status", aws.ToString(read().Status), "ACTIVE")
	equal(t, "tag", aws.ToString(read().Tags[0].Value), "tf")
	must[*ecs.UpdateClusterOutput](t)(tf.ecs.UpdateCluster(ctx, &ecs.UpdateClusterInput{
		Cluster: made.Cluster.ClusterArn, Settings: []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("enhanced")}},
	}))
	equal(t, "setting", aws.ToString(read().Settings[0].Value), "enhanced")
	must[*ecs.TagResourceOutput](t)(tf.ecs.TagResource(ctx, &ecs.TagResourceInput{ResourceArn: made.Cluster.ClusterArn, Tags: []types.Tag{{Key: aws.String("Name"), Value: aws.String("tf2")}}}))
	must[*ecs.ListTagsForResourceOutput](t)(tf.ecs.ListTagsForResource(ctx, &ecs.ListTagsForResourceInput{ResourceArn: made.Cluster.ClusterArn}))

	must[*autoscaling.CreateLaunchConfigurationOutput](t)(tf.groups.CreateLaunchConfiguration(ctx, &autoscaling.CreateLaunchConfigurationInput{LaunchConfigurationName: name, InstanceType: aws.String("m5.large"), ImageId: aws.String("ami-1")}))
	must[*autoscaling.CreateAutoScalingGroupOutput](t)(tf.groups.CreateAutoScalingGroup(ctx, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: name, LaunchConfigurationName: name, MinSize: aws.Int32(0), MaxSize: aws.Int32(2), AvailabilityZones: []string{"eu-west-1a"}, NewInstancesProtectedFromScaleIn: aws.Bool(true),
	}))
	asg := must[*autoscaling.DescribeAutoScalingGroupsOutput](t)(tf.groups.DescribeAutoScalingGroups(ctx, &autoscaling.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: []string{"tf"}}))
	own := must[*ecs.CreateCapacityProviderOutput](t)(tf.ecs.CreateCapacityProvider(ctx, &ecs.CreateCapacityProviderInput{
		Name: aws.String("own"), Tags: tfTags, AutoScalingGroupProvider: &types.AutoScalingGroupProvider{
			AutoScalingGroupArn: asg.AutoScalingGroups[0].AutoScalingGroupARN, ManagedTerminationProtection: types.ManagedTerminationProtectionEnabled, ManagedDraining: types.ManagedDrainingEnabled,
			ManagedScaling: &types.ManagedScaling{Status: types.ManagedScalingStatusEnabled, TargetCapacity: aws.Int32(80), MinimumScalingStepSize: aws.Int32(1), MaximumScalingStepSize: aws.Int32(10), InstanceWarmupPeriod: aws.Int32(300)},
		},
	}))
	read2 := must[*ecs.DescribeCapacityProvidersOutput](t)(tf.ecs.DescribeCapacityProviders(ctx, &ecs.DescribeCapacityProvidersInput{
		CapacityProviders: []string{aws.ToString(own.CapacityProvider.CapacityProviderArn)}, Include: []types.CapacityProviderField{types.CapacityProviderFieldTags},
	}))
	equal(t, "target capacity", aws.ToInt32(read2.CapacityProviders[0].AutoScalingGroupProvider.ManagedScaling.TargetCapacity), 80)
	must[*ecs.PutClusterCapacityProvidersOutput](t)(tf.ecs.PutClusterCapacityProviders(ctx, &ecs.PutClusterCapacityProvidersInput{
		Cluster: name, CapacityProviders: []string{"FARGATE", "own"}, DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Base: 1, Weight: 100}},
	}))
	equal(t, "capacity providers", len(read().CapacityProviders), 2)
}

// logGroup is aws_cloudwatch_log_group.
func (tf *terraform) logGroup() {
	t, ctx, name := tf.t, tf.ctx(), aws.String("/tf/web")
	must[*cloudwatchlogs.CreateLogGroupOutput](t)(tf.logs.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: name, LogGroupClass: "STANDARD", Tags: map[string]string{"Name": "tf"}}))
	must[*cloudwatchlogs.PutRetentionPolicyOutput](t)(tf.logs.PutRetentionPolicy(ctx, &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: name, RetentionInDays: aws.Int32(30)}))
	g := must[*cloudwatchlogs.DescribeLogGroupsOutput](t)(tf.logs.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: name})).LogGroups[0]
	equal(t, "retention", aws.ToInt32(g.RetentionInDays), 30)
	arn := aws.String("arn:aws:logs:" + region + ":" + account + ":log-group:/tf/web")
	equal(t, "tags", must[*cloudwatchlogs.ListTagsForResourceOutput](t)(tf.logs.ListTagsForResource(ctx, &cloudwatchlogs.ListTagsForResourceInput{ResourceArn: arn})).Tags["Name"], "tf")
	must[*cloudwatchlogs.TagResourceOutput](t)(tf.logs.TagResource(ctx, &cloudwatchlogs.TagResourceInput{ResourceArn: arn, Tags: map[string]string{"team": "a"}}))
	//nolint:staticcheck // the provider of before 2023 calls it
	equal(t, "tags", must[*cloudwatchlogs.ListTagsLogGroupOutput](t)(tf.logs.ListTagsLogGroup(ctx, &cloudwatchlogs.ListTagsLogGroupInput{LogGroupName: name})).Tags["team"], "a")
}

// definition is aws_ecs_task_definition.
func (tf *terraform) definition() string {
	t, ctx := tf.t, tf.ctx()
	in := webDefinition("web:1")
	in.Family, in.Tags = aws.String("tf"), tfTags
	in.RuntimePlatform = &types.RuntimePlatform{CpuArchitecture: types.CPUArchitectureArm64, OperatingSystemFamily: types.OSFamilyLinux}
	in.Volumes = []types.Volume{{Name: aws.String("data"), EfsVolumeConfiguration: &types.EFSVolumeConfiguration{FileSystemId: aws.String("fs-1")}}}
	in.ContainerDefinitions[0].LogConfiguration.Options["awslogs-group"] = "/tf/web"
	made := must[*ecs.RegisterTaskDefinitionOutput](t)(tf.ecs.RegisterTaskDefinition(ctx, in))
	read := must[*ecs.DescribeTaskDefinitionOutput](t)(tf.ecs.DescribeTaskDefinition(ctx, &ecs.DescribeTaskDefinitionInput{
		TaskDefinition: made.TaskDefinition.TaskDefinitionArn, Include: []types.TaskDefinitionField{types.TaskDefinitionFieldTags},
	}))
	equal(t, "tag", aws.ToString(read.Tags[0].Value), "tf")
	equal(t, "volume", aws.ToString(read.TaskDefinition.Volumes[0].EfsVolumeConfiguration.FileSystemId), "fs-1")
	return aws.ToString(made.TaskDefinition.TaskDefinitionArn)
}

// balancer is aws_lb, aws_lb_target_group and aws_lb_listener. The provider
// writes every attribute that it knows of.
func (tf *terraform) balancer() (balancer, group, listener string) {
	t, ctx := tf.t, tf.ctx()
	named := []elbtypes.Tag{{Key: aws.String("Name"), Value: aws.String("tf")}}
	lb := must[*elb.CreateLoadBalancerOutput](t)(tf.elb.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{
		Name: aws.String("tf"), Type: elbtypes.LoadBalancerTypeEnumApplication, Subnets: []string{"subnet-a", "subnet-b"}, SecurityGroups: []string{"sg-1"}, Tags: named,
	})).LoadBalancers[0]
	tf.step(3 * time.Minute) // it waits until it is active
	own := []string{aws.ToString(lb.LoadBalancerArn)}
	equal(t, "state", must[*elb.DescribeLoadBalancersOutput](t)(tf.elb.DescribeLoadBalancers(ctx, &elb.DescribeLoadBalancersInput{LoadBalancerArns: own})).LoadBalancers[0].State.Code, elbtypes.LoadBalancerStateEnumActive)
	var set []elbtypes.LoadBalancerAttribute
	for key, value := range map[string]string{
		"access_logs.s3.enabled": "false", "connection_logs.s3.enabled": "false", "client_keep_alive.seconds": "3600", "deletion_protection.enabled": "false", "idle_timeout.timeout_seconds": "120",
		"routing.http.desync_mitigation_mode": "defensive", "routing.http.drop_invalid_header_fields.enabled": "true", "routing.http.preserve_host_header.enabled": "false", "routing.http2.enabled": "true",
		"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false", "routing.http.xff_client_port.enabled": "false", "routing.http.xff_header_processing.mode": "append", "waf.fail_open.enabled": "false", "zonal_shift.config.enabled": "false",
	} {
		set = append(set, elbtypes.LoadBalancerAttribute{Key: aws.String(key), Value: aws.String(value)})
	}
	must[*elb.ModifyLoadBalancerAttributesOutput](t)(tf.elb.ModifyLoadBalancerAttributes(ctx, &elb.ModifyLoadBalancerAttributesInput{LoadBalancerArn: lb.LoadBalancerArn, Attributes: set}))
	must[*elb.DescribeLoadBalancerAttributesOutput](t)(tf.elb.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: lb.LoadBalancerArn}))
	must[*elb.DescribeCapacityReservationOutput](t)(tf.elb.DescribeCapacityReservation(ctx, &elb.DescribeCapacityReservationInput{LoadBalancerArn: lb.LoadBalancerArn}))
	must[*elb.SetSecurityGroupsOutput](t)(tf.elb.SetSecurityGroups(ctx, &elb.SetSecurityGroupsInput{LoadBalancerArn: lb.LoadBalancerArn, SecurityGroups: []string{"sg-2"}}))
	must[*elb.SetSubnetsOutput](t)(tf.elb.SetSubnets(ctx, &elb.SetSubnetsInput{LoadBalancerArn: lb.LoadBalancerArn, Subnets: []string{"subnet-a", "subnet-b", "subnet-c"}}))

	g := must[*elb.CreateTargetGroupOutput](t)(tf.elb.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{
		Name: aws.String("tf"), Port: aws.Int32(8080), Protocol: elbtypes.ProtocolEnumHttp, ProtocolVersion: aws.String("HTTP1"), TargetType: elbtypes.TargetTypeEnumIp, VpcId: aws.String("vpc-1"), Tags: named,
		HealthCheckEnabled: aws.Bool(true), HealthCheckIntervalSeconds: aws.Int32(30), HealthCheckPath: aws.String("/"), HealthCheckPort: aws.String("traffic-port"), HealthCheckProtocol: elbtypes.ProtocolEnumHttp,
		HealthyThresholdCount: aws.Int32(3), UnhealthyThresholdCount: aws.Int32(3), Matcher: &elbtypes.Matcher{HttpCode: aws.String("200-399")},
	})).TargetGroups[0]
	groups := []string{aws.ToString(g.TargetGroupArn)}
	tf.groupAttributes(g.TargetGroupArn)
	must[*elb.DescribeTargetGroupsOutput](t)(tf.elb.DescribeTargetGroups(ctx, &elb.DescribeTargetGroupsInput{TargetGroupArns: groups}))
	must[*elb.ModifyTargetGroupOutput](t)(tf.elb.ModifyTargetGroup(ctx, &elb.ModifyTargetGroupInput{TargetGroupArn: g.TargetGroupArn, HealthCheckEnabled: aws.Bool(true), HealthCheckIntervalSeconds: aws.Int32(15), HealthCheckPath: aws.String("/health")}))

	l := must[*elb.CreateListenerOutput](t)(tf.elb.CreateListener(ctx, &elb.CreateListenerInput{
		LoadBalancerArn: lb.LoadBalancerArn, Port: aws.Int32(80), Protocol: elbtypes.ProtocolEnumHttp, Tags: named,
		DefaultActions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, Order: aws.Int32(1), TargetGroupArn: g.TargetGroupArn}},
	})).Listeners[0]
	must[*elb.DescribeListenersOutput](t)(tf.elb.DescribeListeners(ctx, &elb.DescribeListenersInput{ListenerArns: []string{aws.ToString(l.ListenerArn)}}))
	must[*elb.DescribeListenerAttributesOutput](t)(tf.elb.DescribeListenerAttributes(ctx, &elb.DescribeListenerAttributesInput{ListenerArn: l.ListenerArn}))
	attrs := must[*elb.ModifyListenerAttributesOutput](t)(tf.elb.ModifyListenerAttributes(ctx, &elb.ModifyListenerAttributesInput{
		ListenerArn: l.ListenerArn, Attributes: []elbtypes.ListenerAttribute{{Key: aws.String("routing.http.response.server.enabled"), Value: aws.String("false")}},
	}))
	equal(t, "listener attributes", len(attrs.Attributes), 11)
	must[*elb.DescribeTagsOutput](t)(tf.elb.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: []string{own[0], groups[0], aws.ToString(l.ListenerArn)}}))
	must[*elb.AddTagsOutput](t)(tf.elb.AddTags(ctx, &elb.AddTagsInput{ResourceArns: own, Tags: []elbtypes.Tag{{Key: aws.String("team"), Value: aws.String("a")}}}))
	must[*elb.RemoveTagsOutput](t)(tf.elb.RemoveTags(ctx, &elb.RemoveTagsInput{ResourceArns: own, TagKeys: []string{"team"}}))
	return own[0], groups[0], aws.ToString(l.ListenerArn)
}

func (tf *terraform) groupAttributes(arn *string) {
	t, ctx := tf.t, tf.ctx()
	var set []elbtypes.TargetGroupAttribute
	for key, value := range map[string]string{
		"deregistration_delay.timeout_seconds": "30", "slow_start.duration_seconds": "0", "load_balancing.algorithm.type": "round_robin", "load_balancing.algorithm.anomaly_mitigation": "off",
		"load_balancing.cross_zone.enabled": "use_load_balancer_configuration", "stickiness.enabled": "false", "stickiness.type": "lb_cookie", "stickiness.lb_cookie.duration_seconds": "86400",
		"target_group_health.dns_failover.minimum_healthy_targets.count": "1", "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1", "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
	} {
		set = append(set, elbtypes.TargetGroupAttribute{Key: aws.String(key), Value: aws.String(value)})
	}
	must[*elb.ModifyTargetGroupAttributesOutput](t)(tf.elb.ModifyTargetGroupAttributes(ctx, &elb.ModifyTargetGroupAttributesInput{TargetGroupArn: arn, Attributes: set}))
	must[*elb.DescribeTargetGroupAttributesOutput](t)(tf.elb.DescribeTargetGroupAttributes(ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: arn}))
}

// rule is aws_lb_listener_rule.
func (tf *terraform) rule(listener, group string) {
	t, ctx := tf.t, tf.ctx()
	r := must[*elb.CreateRuleOutput](t)(tf.elb.CreateRule(ctx, &elb.CreateRuleInput{
		ListenerArn: &listener, Priority: aws.Int32(100), Conditions: []elbtypes.RuleCondition{{Field: aws.String("path-pattern"), PathPatternConfig: &elbtypes.PathPatternConditionConfig{Values: []string{"/api/*"}}}},
		Actions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, Order: aws.Int32(1), TargetGroupArn: &group}},
	})).Rules[0]
	must[*elb.SetRulePrioritiesOutput](t)(tf.elb.SetRulePriorities(ctx, &elb.SetRulePrioritiesInput{RulePriorities: []elbtypes.RulePriorityPair{{RuleArn: r.RuleArn, Priority: aws.Int32(50)}}}))
	read := must[*elb.DescribeRulesOutput](t)(tf.elb.DescribeRules(ctx, &elb.DescribeRulesInput{RuleArns: []string{aws.ToString(r.RuleArn)}}))
	equal(t, "priority", aws.ToString(read.Rules[0].Priority), "50")
	must[*elb.DescribeTagsOutput](t)(tf.elb.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: []string{aws.ToString(r.RuleArn)}}))
	must[*elb.DeleteRuleOutput](t)(tf.elb.DeleteRule(ctx, &elb.DeleteRuleInput{RuleArn: r.RuleArn}))
}

// service is aws_ecs_service with wait_for_steady_state.
func (tf *terraform) service(definition, group string) {
	t, ctx := tf.t, tf.ctx()
	made := must[*ecs.CreateServiceOutput](t)(tf.ecs.CreateService(ctx, &ecs.CreateServiceInput{
		ClientToken: aws.String("terraform-20261123120000000000000001"), Cluster: aws.String("tf"), ServiceName: aws.String("web"), TaskDefinition: &definition, DesiredCount: aws.Int32(2),
		DeploymentConfiguration: &types.DeploymentConfiguration{MaximumPercent: aws.Int32(200), MinimumHealthyPercent: aws.Int32(100), DeploymentCircuitBreaker: &types.DeploymentCircuitBreaker{Enable: true, Rollback: true}},
		DeploymentController:    &types.DeploymentController{Type: types.DeploymentControllerTypeEcs}, EnableECSManagedTags: true, EnableExecuteCommand: true, HealthCheckGracePeriodSeconds: aws.Int32(30),
		CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1}}, NetworkConfiguration: vpc(), PlatformVersion: aws.String("LATEST"),
		LoadBalancers: []types.LoadBalancer{{TargetGroupArn: &group, ContainerName: aws.String("app"), ContainerPort: aws.Int32(8080)}}, PropagateTags: types.PropagateTagsService, SchedulingStrategy: types.SchedulingStrategyReplica, Tags: tfTags,
		AvailabilityZoneRebalancing: types.AvailabilityZoneRebalancingEnabled,
	})).Service
	read := func() types.Service {
		return must[*ecs.DescribeServicesOutput](t)(tf.ecs.DescribeServices(ctx, &ecs.DescribeServicesInput{
			Cluster: aws.String("tf"), Services: []string{aws.ToString(made.ServiceArn)}, Include: []types.ServiceField{types.ServiceFieldTags},
		})).Services[0]
	}
	steady := func(s types.Service) bool {
		return aws.ToString(s.Status) == "ACTIVE" && len(s.Deployments) == 1 && s.DesiredCount == s.RunningCount && s.Deployments[0].RolloutState == types.DeploymentRolloutStateCompleted
	}
	for i := 0; !steady(read()); i++ {
		if tf.step(15 * time.Second); i > 60 {
			t.Fatalf("the service does not become steady: %+v", read())
		}
	}
	equal(t, "tag", aws.ToString(read().Tags[0].Value), "tf")
	must[*ecs.ListServiceDeploymentsOutput](t)(tf.ecs.ListServiceDeployments(ctx, &ecs.ListServiceDeploymentsInput{Cluster: aws.String("tf"), Service: made.ServiceArn}))
	must[*ecs.UpdateServiceOutput](t)(tf.ecs.UpdateService(ctx, &ecs.UpdateServiceInput{Cluster: aws.String("tf"), Service: made.ServiceArn, DesiredCount: aws.Int32(3), ForceNewDeployment: false}))
	must[*ecs.TagResourceOutput](t)(tf.ecs.TagResource(ctx, &ecs.TagResourceInput{ResourceArn: made.ServiceArn, Tags: tfTags}))
}

// policy is aws_appautoscaling_target, _policy and _scheduled_action.
func (tf *terraform) policy() {
	t, ctx, id := tf.t, tf.ctx(), aws.String("service/tf/web")
	target := must[*aas.RegisterScalableTargetOutput](t)(tf.scaling.RegisterScalableTarget(ctx, &aas.RegisterScalableTargetInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, MinCapacity: aws.Int32(1), MaxCapacity: aws.Int32(4), Tags: map[string]string{"Name": "tf"},
	}))
	must[*aas.DescribeScalableTargetsOutput](t)(tf.scaling.DescribeScalableTargets(ctx, &aas.DescribeScalableTargetsInput{ServiceNamespace: ecsNamespace, ResourceIds: []string{*id}, ScalableDimension: desiredCount}))
	equal(t, "tags", must[*aas.ListTagsForResourceOutput](t)(tf.scaling.ListTagsForResource(ctx, &aas.ListTagsForResourceInput{ResourceARN: target.ScalableTargetARN})).Tags["Name"], "tf")
	must[*aas.PutScalingPolicyOutput](t)(tf.scaling.PutScalingPolicy(ctx, &aas.PutScalingPolicyInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, PolicyName: aws.String("cpu"), PolicyType: aastypes.PolicyTypeTargetTrackingScaling,
		TargetTrackingScalingPolicyConfiguration: &aastypes.TargetTrackingScalingPolicyConfiguration{
			TargetValue: aws.Float64(60), DisableScaleIn: aws.Bool(false), PredefinedMetricSpecification: &aastypes.PredefinedMetricSpecification{PredefinedMetricType: aastypes.MetricTypeECSServiceAverageMemoryUtilization},
		},
	}))
	read := must[*aas.DescribeScalingPoliciesOutput](t)(tf.scaling.DescribeScalingPolicies(ctx, &aas.DescribeScalingPoliciesInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, PolicyNames: []string{"cpu"}}))
	equal(t, "policies", len(read.ScalingPolicies), 1)
	must[*aas.PutScheduledActionOutput](t)(tf.scaling.PutScheduledAction(ctx, &aas.PutScheduledActionInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, ScheduledActionName: aws.String("night"), Schedule: aws.String("cron(0 22 * * ? *)"), ScalableTargetAction: &aastypes.ScalableTargetAction{MinCapacity: aws.Int32(1), MaxCapacity: aws.Int32(1)},
	}))
	must[*aas.DescribeScheduledActionsOutput](t)(tf.scaling.DescribeScheduledActions(ctx, &aas.DescribeScheduledActionsInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScheduledActionNames: []string{"night"}}))
	must[*aas.DeleteScheduledActionOutput](t)(tf.scaling.DeleteScheduledAction(ctx, &aas.DeleteScheduledActionInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, ScheduledActionName: aws.String("night")}))
	must[*aas.DeleteScalingPolicyOutput](t)(tf.scaling.DeleteScalingPolicy(ctx, &aas.DeleteScalingPolicyInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, PolicyName: aws.String("cpu")}))
	must[*aas.DeregisterScalableTargetOutput](t)(tf.scaling.DeregisterScalableTarget(ctx, &aas.DeregisterScalableTargetInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount}))
	_, err := tf.scaling.DeregisterScalableTarget(ctx, &aas.DeregisterScalableTargetInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount})
	if err == nil {
		t.Error("a scalable target that is gone was deregistered again")
	}
}

// alarm is aws_cloudwatch_metric_alarm.
func (tf *terraform) alarm() {
	t, ctx, name := tf.t, tf.ctx(), aws.String("tf-cpu")
	must[*cloudwatch.PutMetricAlarmOutput](t)(tf.cw.PutMetricAlarm(ctx, &cloudwatch.PutMetricAlarmInput{
		AlarmName: name, AlarmDescription: aws.String("Managed by Terraform"), ActionsEnabled: aws.Bool(true), Namespace: aws.String("AWS/ECS"), MetricName: aws.String("CPUUtilization"), Statistic: cwtypes.StatisticAverage,
		Dimensions: []cwtypes.Dimension{{Name: aws.String("ClusterName"), Value: aws.String("tf")}, {Name: aws.String("ServiceName"), Value: aws.String("web")}}, Period: aws.Int32(60), EvaluationPeriods: aws.Int32(3),
		ComparisonOperator: cwtypes.ComparisonOperatorGreaterThanThreshold, Threshold: aws.Float64(80), TreatMissingData: aws.String("missing"), Tags: []cwtypes.Tag{{Key: aws.String("Name"), Value: aws.String("tf")}},
	}))
	a := must[*cloudwatch.DescribeAlarmsOutput](t)(tf.cw.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{*name}, AlarmTypes: []cwtypes.AlarmType{cwtypes.AlarmTypeMetricAlarm}})).MetricAlarms[0]
	equal(t, "threshold", aws.ToFloat64(a.Threshold), 80)
	equal(t, "tags", len(must[*cloudwatch.ListTagsForResourceOutput](t)(tf.cw.ListTagsForResource(ctx, &cloudwatch.ListTagsForResourceInput{ResourceARN: a.AlarmArn})).Tags), 1)
	must[*cloudwatch.DeleteAlarmsOutput](t)(tf.cw.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{*name}}))
}

// destroy deletes as the provider does: what it deletes it reads until it is
// gone.
func (tf *terraform) destroy(balancer, group, listener, definition string) {
	t, ctx, cluster, web := tf.t, tf.ctx(), aws.String("tf"), aws.String("web")
	must[*ecs.UpdateServiceOutput](t)(tf.ecs.UpdateService(ctx, &ecs.UpdateServiceInput{Cluster: cluster, Service: web, DesiredCount: aws.Int32(0)}))
	must[*ecs.DeleteServiceOutput](t)(tf.ecs.DeleteService(ctx, &ecs.DeleteServiceInput{Cluster: cluster, Service: web}))
	for i := 0; ; i++ {
		out := must[*ecs.DescribeServicesOutput](t)(tf.ecs.DescribeServices(ctx, &ecs.DescribeServicesInput{Cluster: cluster, Services: []string{"web"}}))
		if aws.ToString(out.Services[0].Status) == "INACTIVE" {
			break
		}
		if tf.step(15 * time.Second); i > 60 {
			t.Fatal("the service does not become INACTIVE")
		}
	}
	must[*elb.DeleteListenerOutput](t)(tf.elb.DeleteListener(ctx, &elb.DeleteListenerInput{ListenerArn: &listener}))
	_, err := tf.elb.DescribeListeners(ctx, &elb.DescribeListenersInput{ListenerArns: []string{listener}})
	refusedELB(t, err, "ListenerNotFound")
	must[*elb.DeleteTargetGroupOutput](t)(tf.elb.DeleteTargetGroup(ctx, &elb.DeleteTargetGroupInput{TargetGroupArn: &group}))
	_, err = tf.elb.DescribeTargetGroups(ctx, &elb.DescribeTargetGroupsInput{TargetGroupArns: []string{group}})
	refusedELB(t, err, "TargetGroupNotFound")
	must[*elb.DeleteLoadBalancerOutput](t)(tf.elb.DeleteLoadBalancer(ctx, &elb.DeleteLoadBalancerInput{LoadBalancerArn: &balancer}))
	_, err = tf.elb.DescribeLoadBalancers(ctx, &elb.DescribeLoadBalancersInput{LoadBalancerArns: []string{balancer}})
	refusedELB(t, err, "LoadBalancerNotFound")
	must[*ecs.DeregisterTaskDefinitionOutput](t)(tf.ecs.DeregisterTaskDefinition(ctx, &ecs.DeregisterTaskDefinitionInput{TaskDefinition: &definition}))
	must[*cloudwatchlogs.DeleteLogGroupOutput](t)(tf.logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("/tf/web")}))
	// The last tasks are still stopping: the provider tries again.
	none := &ecs.PutClusterCapacityProvidersInput{Cluster: cluster, CapacityProviders: []string{}, DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{}}
	_, err = tf.ecs.PutClusterCapacityProviders(ctx, none)
	wantError[*types.ResourceInUseException](t, err, "The specified capacity provider is in use and cannot be removed.")
	tf.step(2 * time.Minute)
	must[*ecs.PutClusterCapacityProvidersOutput](t)(tf.ecs.PutClusterCapacityProviders(ctx, none))
	must[*ecs.DeleteCapacityProviderOutput](t)(tf.ecs.DeleteCapacityProvider(ctx, &ecs.DeleteCapacityProviderInput{CapacityProvider: aws.String(prefix + "capacity-provider/own")}))
	gone := must[*ecs.DescribeCapacityProvidersOutput](t)(tf.ecs.DescribeCapacityProviders(ctx, &ecs.DescribeCapacityProvidersInput{CapacityProviders: []string{prefix + "capacity-provider/own"}}))
	equal(t, "capacity providers left", len(gone.CapacityProviders), 0)
	must[*ecs.DeleteClusterOutput](t)(tf.ecs.DeleteCluster(ctx, &ecs.DeleteClusterInput{Cluster: aws.String(prefix + "cluster/tf")}))
	left := must[*ecs.DescribeClustersOutput](t)(tf.ecs.DescribeClusters(ctx, &ecs.DescribeClustersInput{Clusters: []string{"tf"}}))
	equal(t, "cluster", aws.ToString(left.Clusters[0].Status), "INACTIVE")
}
