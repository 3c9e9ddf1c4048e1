package wire_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	aastypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	autoscalingtypes "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// life is a world from nothing, as somebody builds it with the SDK's clients.
type life struct {
	*box
	elb     *elb.Client
	scaling *aas.Client
	groups  *autoscaling.Client

	balancer, group string // ARNs
}

// TestLifeWithTheSDK builds a cluster with a service behind a load balancer,
// deploys, scales, drains an instance, and takes everything down again. After
// each step the world must be what the describe calls of AWS would tell.
func TestLifeWithTheSDK(t *testing.T) {
	b := newBox(t)
	l := &life{box: b, elb: b.elb(), scaling: b.scaling(), groups: b.groups()}
	l.build()
	l.deploy()
	l.scale()
	l.drain()
	l.takeDown()
}

func (l *life) register(family string, revision int32, in *ecs.RegisterTaskDefinitionInput) {
	l.t.Helper()
	in.Family = aws.String(family)
	out := must[*ecs.RegisterTaskDefinitionOutput](l.t)(l.ecs.RegisterTaskDefinition(l.ctx(), in))
	equal(l.t, "revision of "+family, out.TaskDefinition.Revision, revision)
}

func webDefinition(image string) *ecs.RegisterTaskDefinitionInput {
	return &ecs.RegisterTaskDefinitionInput{
		Cpu: aws.String("256"), Memory: aws.String("512"), NetworkMode: types.NetworkModeAwsvpc, RequiresCompatibilities: []types.Compatibility{types.CompatibilityFargate},
		ExecutionRoleArn: aws.String("arn:aws:iam::123456789012:role/exec"),
		ContainerDefinitions: []types.ContainerDefinition{{
			Name: aws.String("app"), Image: aws.String(image), PortMappings: []types.PortMapping{{ContainerPort: aws.Int32(8080)}},
			LogConfiguration: &types.LogConfiguration{LogDriver: types.LogDriverAwslogs, Options: map[string]string{
				"awslogs-group": "/life/web", "awslogs-region": region, "awslogs-stream-prefix": "web",
			}},
		}},
	}
}

func (l *life) build() {
	t, ctx := l.t, l.ctx()
	must[*ecs.CreateClusterOutput](t)(l.ecs.CreateCluster(ctx, &ecs.CreateClusterInput{ClusterName: aws.String("life"), CapacityProviders: []string{"FARGATE"}}))
	must[*cloudwatchlogs.CreateLogGroupOutput](t)(l.logs.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("/life/web")}))
	l.register("web", 1, webDefinition("web:1"))
	lb := must[*elb.CreateLoadBalancerOutput](t)(l.elb.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{Name: aws.String("life"), Subnets: []string{"subnet-a", "subnet-b", "subnet-c"}}))
	l.balancer = aws.ToString(lb.LoadBalancers[0].LoadBalancerArn)
	g := must[*elb.CreateTargetGroupOutput](t)(l.elb.CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{
		Name: aws.String("life"), Port: aws.Int32(8080), Protocol: elbtypes.ProtocolEnumHttp, TargetType: elbtypes.TargetTypeEnumIp, VpcId: aws.String("vpc-1"),
		HealthCheckPath: aws.String("/health"), HealthCheckIntervalSeconds: aws.Int32(10), HealthyThresholdCount: aws.Int32(2),
	}))
	l.group = aws.ToString(g.TargetGroups[0].TargetGroupArn)
	must[*elb.ModifyTargetGroupAttributesOutput](t)(l.elb.ModifyTargetGroupAttributes(ctx, &elb.ModifyTargetGroupAttributesInput{
		TargetGroupArn: &l.group, Attributes: []elbtypes.TargetGroupAttribute{{Key: aws.String("deregistration_delay.timeout_seconds"), Value: aws.String("10")}},
	}))
	must[*elb.CreateListenerOutput](t)(l.elb.CreateListener(ctx, &elb.CreateListenerInput{
		LoadBalancerArn: &l.balancer, Port: aws.Int32(80), Protocol: elbtypes.ProtocolEnumHttp, DefaultActions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: &l.group}},
	}))
	must[*ecs.CreateServiceOutput](t)(l.ecs.CreateService(ctx, &ecs.CreateServiceInput{
		Cluster: aws.String("life"), ServiceName: aws.String("web"), TaskDefinition: aws.String("web"), DesiredCount: aws.Int32(2), LaunchType: types.LaunchTypeFargate,
		NetworkConfiguration: vpc(), LoadBalancers: []types.LoadBalancer{{TargetGroupArn: &l.group, ContainerName: aws.String("app"), ContainerPort: aws.Int32(8080)}},
	}))
	l.step(5 * time.Minute)
	l.runs("web", 2, "web:1")
	equal(t, "healthy targets", l.healthy(), 2)
	streams := must[*cloudwatchlogs.DescribeLogStreamsOutput](t)(l.logs.DescribeLogStreams(ctx, &cloudwatchlogs.DescribeLogStreamsInput{LogGroupName: aws.String("/life/web")}))
	equal(t, "log streams", len(streams.LogStreams), 2)
}

// runs wants a service of the cluster to run as many tasks as it should, all of
// one revision.
func (l *life) runs(name string, desired int32, definition string) {
	l.t.Helper()
	s := must[*ecs.DescribeServicesOutput](l.t)(l.ecs.DescribeServices(l.ctx(), &ecs.DescribeServicesInput{Cluster: aws.String("life"), Services: []string{name}})).Services[0]
	equal(l.t, "tasks of "+name, [2]int32{s.DesiredCount, s.RunningCount}, [2]int32{desired, desired})
	equal(l.t, "deployments of "+name, len(s.Deployments), 1)
	equal(l.t, "definition of "+name, aws.ToString(s.Deployments[0].TaskDefinition), prefix+"task-definition/"+definition)
	equal(l.t, "rollout of "+name, s.Deployments[0].RolloutState, types.DeploymentRolloutStateCompleted)
}

func (l *life) healthy() (n int) {
	l.t.Helper()
	out := must[*elb.DescribeTargetHealthOutput](l.t)(l.elb.DescribeTargetHealth(l.ctx(), &elb.DescribeTargetHealthInput{TargetGroupArn: &l.group}))
	for _, h := range out.TargetHealthDescriptions {
		if h.TargetHealth.State == elbtypes.TargetHealthStateEnumHealthy {
			n++
		}
	}
	return n
}

func (l *life) deploy() {
	l.register("web", 2, webDefinition("web:2"))
	must[*ecs.UpdateServiceOutput](l.t)(l.ecs.UpdateService(l.ctx(), &ecs.UpdateServiceInput{Cluster: aws.String("life"), Service: aws.String("web"), TaskDefinition: aws.String("web")}))
	l.step(10 * time.Minute)
	l.runs("web", 2, "web:2")
	equal(l.t, "healthy targets of the new revision", l.healthy(), 2)
}

// scale lets the load of the service grow, so that its policy answers.
func (l *life) scale() {
	t, ctx, id := l.t, l.ctx(), aws.String("service/life/web")
	must[*aas.RegisterScalableTargetOutput](t)(l.scaling.RegisterScalableTarget(ctx, &aas.RegisterScalableTargetInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, MinCapacity: aws.Int32(2), MaxCapacity: aws.Int32(5),
	}))
	put := must[*aas.PutScalingPolicyOutput](t)(l.scaling.PutScalingPolicy(ctx, &aas.PutScalingPolicyInput{
		ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount, PolicyName: aws.String("cpu"), PolicyType: aastypes.PolicyTypeTargetTrackingScaling,
		TargetTrackingScalingPolicyConfiguration: &aastypes.TargetTrackingScalingPolicyConfiguration{
			TargetValue: aws.Float64(50), PredefinedMetricSpecification: &aastypes.PredefinedMetricSpecification{PredefinedMetricType: aastypes.MetricTypeECSServiceAverageCPUUtilization},
		},
	}))
	l.do(sim.SetImage{Image: "web", Does: sim.Behaviour{Boot: time.Second, IdleCPU: 5, CPUPerRequest: 10 * time.Millisecond, IdleMemory: 60}})
	l.do(sim.SetTraffic{Cluster: "life", Name: "web", Traffic: &sim.Traffic{Base: 40}})
	l.step(30 * time.Minute)
	l.runs("web", 4, "web:2")
	alarm := must[*cloudwatch.DescribeAlarmsOutput](t)(l.cw.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{aws.ToString(put.Alarms[0].AlarmName)}}))
	equal(t, "alarms found", len(alarm.MetricAlarms), 1)
	_, err := l.scaling.DeregisterScalableTarget(ctx, &aas.DeregisterScalableTargetInput{ServiceNamespace: ecsNamespace, ResourceId: id, ScalableDimension: desiredCount})
	equal(t, "DeregisterScalableTarget", err, nil)
	left := must[*cloudwatch.DescribeAlarmsOutput](t)(l.cw.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNamePrefix: aws.String("TargetTracking-service/life/web")}))
	equal(t, "alarms left", len(left.MetricAlarms), 0)
}

// drain gives the cluster instances, and moves a service off one of them.
func (l *life) drain() {
	t, ctx, name := l.t, l.ctx(), aws.String("life")
	userData := "IyEvYmluL2Jhc2gKZWNobyBFQ1NfQ0xVU1RFUj1saWZlID4+IC9ldGMvZWNzL2Vjcy5jb25maWcK" // echo ECS_CLUSTER=life >> /etc/ecs/ecs.config
	must[*autoscaling.CreateLaunchConfigurationOutput](t)(l.groups.CreateLaunchConfiguration(ctx, &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: name, InstanceType: aws.String("m5.large"), ImageId: aws.String("ami-1"), UserData: &userData,
	}))
	must[*autoscaling.CreateAutoScalingGroupOutput](t)(l.groups.CreateAutoScalingGroup(ctx, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: name, LaunchConfigurationName: name, MinSize: aws.Int32(2), MaxSize: aws.Int32(4), AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"},
		Tags: []autoscalingtypes.Tag{{Key: aws.String("AmazonECSManaged"), Value: aws.String(""), PropagateAtLaunch: aws.Bool(true)}},
	}))
	group := must[*autoscaling.DescribeAutoScalingGroupsOutput](t)(l.groups.DescribeAutoScalingGroups(ctx, &autoscaling.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: []string{"life"}}))
	must[*ecs.CreateCapacityProviderOutput](t)(l.ecs.CreateCapacityProvider(ctx, &ecs.CreateCapacityProviderInput{
		Name: aws.String("own"), AutoScalingGroupProvider: &types.AutoScalingGroupProvider{AutoScalingGroupArn: group.AutoScalingGroups[0].AutoScalingGroupARN},
	}))
	must[*ecs.PutClusterCapacityProvidersOutput](t)(l.ecs.PutClusterCapacityProviders(ctx, &ecs.PutClusterCapacityProvidersInput{
		Cluster: name, CapacityProviders: []string{"FARGATE", "own"}, DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{},
	}))
	l.step(10 * time.Minute)
	l.register("worker", 1, &ecs.RegisterTaskDefinitionInput{ContainerDefinitions: []types.ContainerDefinition{{
		Name: aws.String("app"), Image: aws.String("worker:1"), Cpu: 256, Memory: aws.Int32(256),
	}}})
	must[*ecs.CreateServiceOutput](t)(l.ecs.CreateService(ctx, &ecs.CreateServiceInput{
		Cluster: name, ServiceName: aws.String("worker"), TaskDefinition: aws.String("worker"), DesiredCount: aws.Int32(4),
		CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("own"), Weight: 1}},
	}))
	l.step(5 * time.Minute)
	l.runs("worker", 4, "worker:1")
	arns := must[*ecs.ListContainerInstancesOutput](t)(l.ecs.ListContainerInstances(ctx, &ecs.ListContainerInstancesInput{Cluster: name})).ContainerInstanceArns
	equal(t, "container instances", len(arns), 2)
	must[*ecs.UpdateContainerInstancesStateOutput](t)(l.ecs.UpdateContainerInstancesState(ctx, &ecs.UpdateContainerInstancesStateInput{
		Cluster: name, ContainerInstances: arns[:1], Status: types.ContainerInstanceStatusDraining,
	}))
	l.step(10 * time.Minute)
	l.runs("worker", 4, "worker:1")
	drained := must[*ecs.DescribeContainerInstancesOutput](t)(l.ecs.DescribeContainerInstances(ctx, &ecs.DescribeContainerInstancesInput{Cluster: name, ContainerInstances: arns[:1]})).ContainerInstances[0]
	equal(t, "drained instance", aws.ToString(drained.Status), "DRAINING")
	equal(t, "tasks on the drained instance", drained.RunningTasksCount, 0)
}

// takeDown deletes everything in the order that AWS wants, which it does not get
// at first.
func (l *life) takeDown() {
	t, ctx, name := l.t, l.ctx(), aws.String("life")
	_, err := l.ecs.DeleteCluster(ctx, &ecs.DeleteClusterInput{Cluster: name})
	wantError[*types.ClusterContainsServicesException](t, err, "The Cluster cannot be deleted while Services are active.")
	for _, s := range []string{"web", "worker"} {
		must[*ecs.DeleteServiceOutput](t)(l.ecs.DeleteService(ctx, &ecs.DeleteServiceInput{Cluster: name, Service: aws.String(s), Force: aws.Bool(true)}))
	}
	l.step(10 * time.Minute)
	_, err = l.ecs.DeleteCluster(ctx, &ecs.DeleteClusterInput{Cluster: name})
	wantError[*types.ClusterContainsContainerInstancesException](t, err, "The Cluster cannot be deleted while Container Instances are active or draining.")
	must[*ecs.PutClusterCapacityProvidersOutput](t)(l.ecs.PutClusterCapacityProviders(ctx, &ecs.PutClusterCapacityProvidersInput{
		Cluster: name, CapacityProviders: []string{}, DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{},
	}))
	must[*ecs.DeleteCapacityProviderOutput](t)(l.ecs.DeleteCapacityProvider(ctx, &ecs.DeleteCapacityProviderInput{CapacityProvider: aws.String("own")}))
	must[*autoscaling.DeleteAutoScalingGroupOutput](t)(l.groups.DeleteAutoScalingGroup(ctx, &autoscaling.DeleteAutoScalingGroupInput{AutoScalingGroupName: name, ForceDelete: aws.Bool(true)}))
	l.step(10 * time.Minute)
	must[*autoscaling.DeleteLaunchConfigurationOutput](t)(l.groups.DeleteLaunchConfiguration(ctx, &autoscaling.DeleteLaunchConfigurationInput{LaunchConfigurationName: name}))
	must[*elb.DeleteLoadBalancerOutput](t)(l.elb.DeleteLoadBalancer(ctx, &elb.DeleteLoadBalancerInput{LoadBalancerArn: &l.balancer}))
	must[*elb.DeleteTargetGroupOutput](t)(l.elb.DeleteTargetGroup(ctx, &elb.DeleteTargetGroupInput{TargetGroupArn: &l.group}))
	must[*cloudwatchlogs.DeleteLogGroupOutput](t)(l.logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String("/life/web")}))
	definitions := []string{"web:1", "web:2", "worker:1"}
	for _, d := range definitions {
		must[*ecs.DeregisterTaskDefinitionOutput](t)(l.ecs.DeregisterTaskDefinition(ctx, &ecs.DeregisterTaskDefinitionInput{TaskDefinition: aws.String(d)}))
	}
	gone := must[*ecs.DeleteTaskDefinitionsOutput](t)(l.ecs.DeleteTaskDefinitions(ctx, &ecs.DeleteTaskDefinitionsInput{TaskDefinitions: definitions}))
	equal(t, "definitions that could not be deleted", len(gone.Failures), 0)
	out := must[*ecs.DeleteClusterOutput](t)(l.ecs.DeleteCluster(ctx, &ecs.DeleteClusterInput{Cluster: name}))
	equal(t, "the cluster at last", aws.ToString(out.Cluster.Status), "INACTIVE")
	l.step(2 * time.Hour)
	shown := must[*ecs.DescribeClustersOutput](t)(l.ecs.DescribeClusters(ctx, &ecs.DescribeClustersInput{Clusters: []string{"life"}}))
	equal(t, "clusters two hours later", len(shown.Clusters), 0)
	families := must[*ecs.ListTaskDefinitionFamiliesOutput](t)(l.ecs.ListTaskDefinitionFamilies(ctx, &ecs.ListTaskDefinitionFamiliesInput{}))
	equal(t, "families", len(families.Families), 1) // api, of the world that the test began with
}
