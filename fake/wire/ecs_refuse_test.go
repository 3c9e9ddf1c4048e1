package wire_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// many are n names that nothing has.
func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("nobody%d", i)
	}
	return out
}

func TestNotFound(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	nowhere, nobody := aws.String("nowhere"), aws.String("nobody")
	c := aws.String("c")
	for name, call := range map[string]func() error{
		"ListServices": func() error {
			_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: nowhere})
			return err
		},
		"no cluster is default": func() error { _, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{}); return err },
		"another account": func() error {
			_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("arn:aws:ecs:eu-west-1:999999999999:cluster/c")})
			return err
		},
		"DescribeServices": func() error {
			_, err := b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{Cluster: nowhere, Services: []string{"api"}})
			return err
		},
		"ListTasks": func() error { _, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: nowhere}); return err },
		"DescribeTasks": func() error {
			_, err := b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: nowhere, Tasks: many(1)})
			return err
		},
		"RunTask": func() error {
			_, err := b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: nowhere, TaskDefinition: aws.String("api")})
			return err
		},
		"StopTask": func() error {
			_, err := b.ecs.StopTask(b.ctx(), &ecs.StopTaskInput{Cluster: nowhere, Task: nobody})
			return err
		},
		"UpdateService": func() error {
			_, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: nowhere, Service: aws.String("api")})
			return err
		},
		"ListContainerInstances": func() error {
			_, err := b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: nowhere})
			return err
		},
	} {
		t.Run("cluster of "+name, func(t *testing.T) { wantError[*types.ClusterNotFoundException](t, call(), "Cluster not found.") })
	}
	_, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: c, Service: nobody, DesiredCount: aws.Int32(1)})
	wantError[*types.ServiceNotFoundException](t, err, "Service not found.")
	_, err = b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: c, ServiceName: nobody})
	wantError[*types.ServiceNotFoundException](t, err, "Service not found.")
	_, err = b.ecs.StopTask(b.ctx(), &ecs.StopTaskInput{Cluster: c, Task: nobody})
	wantError[*types.InvalidParameterException](t, err, "The referenced task was not found.")
	_, err = b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: c, TaskDefinition: nobody})
	wantError[*types.ClientException](t, err, "TaskDefinition not found.")
	must[*ecs.DeleteServiceOutput](t)(b.ecs.DeleteService(b.ctx(), &ecs.DeleteServiceInput{Cluster: c, Service: aws.String("api"), Force: aws.Bool(true)}))
	_, err = b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: c, Service: aws.String("api"), DesiredCount: aws.Int32(1)})
	wantError[*types.ServiceNotActiveException](t, err, "Service was not ACTIVE.")
}

func TestInvalidParameters(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	c, api := aws.String("c"), aws.String("api")
	services := func(in *ecs.DescribeServicesInput) error { _, err := b.ecs.DescribeServices(b.ctx(), in); return err }
	tasks := func(in *ecs.DescribeTasksInput) error { _, err := b.ecs.DescribeTasks(b.ctx(), in); return err }
	instances := func(in *ecs.DescribeContainerInstancesInput) error {
		_, err := b.ecs.DescribeContainerInstances(b.ctx(), in)
		return err
	}
	clusters := func(in *ecs.DescribeClustersInput) error { _, err := b.ecs.DescribeClusters(b.ctx(), in); return err }
	update := func(in *ecs.UpdateServiceInput) error {
		in.Cluster, in.Service = c, api
		_, err := b.ecs.UpdateService(b.ctx(), in)
		return err
	}
	create := func(in *ecs.CreateServiceInput) error {
		in.Cluster, in.TaskDefinition = c, api
		if in.ServiceName == nil {
			in.ServiceName = aws.String("new")
		}
		if in.DesiredCount == nil && in.SchedulingStrategy == "" {
			in.DesiredCount = aws.Int32(1)
		}
		_, err := b.ecs.CreateService(b.ctx(), in)
		return err
	}
	run := func(in *ecs.RunTaskInput) error {
		in.Cluster, in.TaskDefinition = c, api
		_, err := b.ecs.RunTask(b.ctx(), in)
		return err
	}
	const noBake = "bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy."
	for _, test := range []struct {
		err  error
		text string
	}{
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: many(11)}), "service names can have at most 10 items."},
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: []string{}}), "Services cannot be empty."},
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: []string{prefix + "task/c/api"}}), "Unsupported resource type: task"},
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: []string{"a/b"}}), "Invalid identifier: Unexpected number of separators"},
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: []string{"arn:aws:s3:::x"}}), "Invalid identifier: arn:aws:s3:::x is not an ARN of Amazon ECS."},
		{services(&ecs.DescribeServicesInput{Cluster: c, Services: []string{prefix + "service/d/api"}}), "Invalid identifier: Identifier is for cluster d. Your cluster is c"},
		{tasks(&ecs.DescribeTasksInput{Cluster: c, Tasks: many(101)}), "taskIds can have at most 100 items."},
		{tasks(&ecs.DescribeTasksInput{Cluster: c, Tasks: []string{}}), "Tasks cannot be empty."},
		{instances(&ecs.DescribeContainerInstancesInput{Cluster: c, ContainerInstances: many(101)}), "instanceIds can have at most 100 items."},
		{instances(&ecs.DescribeContainerInstancesInput{Cluster: c, ContainerInstances: []string{}}), "Container instances cannot be empty."},
		{clusters(&ecs.DescribeClustersInput{Clusters: many(101)}), "clusters can have at most 100 items."},
		{clusters(&ecs.DescribeClustersInput{Clusters: []string{""}}), "Clusters can not be blank."},
		{update(&ecs.UpdateServiceInput{DesiredCount: aws.Int32(-1)}), "Task count can not be lesser than 0"},
		{update(&ecs.UpdateServiceInput{Monitoring: &types.MonitoringConfiguration{}, ServiceRegistries: []types.ServiceRegistry{{RegistryArn: aws.String("arn:x")}}}),
			"The simulator does not know serviceRegistries of a service's update. Leave it out and try again."},
		{update(&ecs.UpdateServiceInput{DeploymentConfiguration: &types.DeploymentConfiguration{Strategy: types.DeploymentStrategyBlueGreen}}), noBake},
		{update(&ecs.UpdateServiceInput{DeploymentConfiguration: &types.DeploymentConfiguration{DeploymentCircuitBreaker: &types.DeploymentCircuitBreaker{ThresholdConfiguration: &types.ThresholdConfiguration{Type: types.ThresholdTypeUnboundedPercent, Value: 101}}}}),
			"The threshold value of the deployment circuit breaker must be between 1 and 100 for UNBOUNDED_PERCENT."},
		{create(&ecs.CreateServiceInput{ServiceName: api, NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate}), "Creation of service was not idempotent."},
		{create(&ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate}), "Network Configuration must be provided when networkMode 'awsvpc' is specified."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{Subnets: []string{}}}}), "subnets can not be empty."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1}}}),
			"Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."},
		{create(&ecs.CreateServiceInput{SchedulingStrategy: types.SchedulingStrategyDaemon, DesiredCount: aws.Int32(1)}), "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again"},
		{create(&ecs.CreateServiceInput{SchedulingStrategy: types.SchedulingStrategyDaemon, NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate}), "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and try again"},
		{create(&ecs.CreateServiceInput{LaunchType: "LAMBDA"}), "Invalid launchType 'LAMBDA': EC2, FARGATE, EXTERNAL and MANAGED_INSTANCES are allowed."},
		{create(&ecs.CreateServiceInput{LaunchType: types.LaunchTypeExternal}), "The simulator does not know the launch type EXTERNAL: its tasks run on EC2 or FARGATE."},
		{create(&ecs.CreateServiceInput{SchedulingStrategy: "SWARM"}), "Scheduling strategy should be one of [REPLICA,DAEMON]"},
		{create(&ecs.CreateServiceInput{ClientToken: aws.String("0123456789012345678901234567890123456"), NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate}), "idempotency token longer than 36."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, DeploymentConfiguration: &types.DeploymentConfiguration{MinimumHealthyPercent: aws.Int32(100), MaximumPercent: aws.Int32(100)}}),
			"Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, DeploymentConfiguration: &types.DeploymentConfiguration{MinimumHealthyPercent: aws.Int32(101)}}),
			"minimumHealthyPercent must be between 0 and 100."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, AvailabilityZoneRebalancing: types.AvailabilityZoneRebalancingEnabled,
			DeploymentConfiguration: &types.DeploymentConfiguration{MinimumHealthyPercent: aws.Int32(0), MaximumPercent: aws.Int32(100)}}),
			"Availability Zone rebalancing requires a maximumPercent greater than 100."},
		{create(&ecs.CreateServiceInput{DeploymentController: &types.DeploymentController{Type: types.DeploymentControllerTypeCodeDeploy}}), "The simulator does not know the deployment controller CODE_DEPLOY: its services are deployed by ECS."},
		{create(&ecs.CreateServiceInput{PlatformVersion: aws.String("9")}), "The platform version 9 is unknown. Specify a valid platform version and try again."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, PropagateTags: "ALL"}), "PropagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]"},
		{create(&ecs.CreateServiceInput{LoadBalancers: []types.LoadBalancer{{TargetGroupArn: aws.String("arn:x")}}}), "The target group arn:x does not exist."},
		{create(&ecs.CreateServiceInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeEc2, PlacementStrategy: []types.PlacementStrategy{{Type: types.PlacementStrategyTypeBinpack}}}), "Invalid field \"\" for the binpack placement strategy: cpu or memory are allowed."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, Count: aws.Int32(11)}), "Count must be between 1 and 10."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), LaunchType: types.LaunchTypeFargate, Count: aws.Int32(0)}), "Count must be between 1 and 10."},
		{run(&ecs.RunTaskInput{ReferenceId: aws.String("r")}), "The simulator does not know referenceId of RunTask. Leave it out and try again."},
		{run(&ecs.RunTaskInput{Overrides: &types.TaskOverride{ContainerOverrides: []types.ContainerOverride{{Name: aws.String("app"), ResourceRequirements: []types.ResourceRequirement{{Type: types.ResourceTypeGpu, Value: aws.String("1")}}}}}}),
			"The simulator does not know resourceRequirements of a container's overrides. Leave it out and try again."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), Overrides: &types.TaskOverride{ContainerOverrides: []types.ContainerOverride{{Name: aws.String("x")}}}}), "Override for container named x is not a container in the TaskDefinition."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), PropagateTags: types.PropagateTagsService}), "Invalid propagateTags 'SERVICE': a standalone task has its tags from its definition alone."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), LaunchType: "MOON"}), "Invalid launchType 'MOON': EC2, FARGATE, EXTERNAL and MANAGED_INSTANCES are allowed."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), Group: aws.String("service:api")}), "Invalid namespace for group."},
		{run(&ecs.RunTaskInput{NetworkConfiguration: vpc(), CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1001}}}),
			"The capacity provider strategy item of FARGATE must have a base from 0 and a weight from 0 to 1000."},
	} {
		wantError[*types.InvalidParameterException](t, test.err, test.text)
	}
}

func TestRegisterTaskDefinitionRefuses(t *testing.T) {
	b := newBox(t)
	register := func(change func(*ecs.RegisterTaskDefinitionInput)) error {
		in := &ecs.RegisterTaskDefinitionInput{
			Family: aws.String("web"), Memory: aws.String("512"), ContainerDefinitions: []types.ContainerDefinition{{Name: aws.String("app"), Image: aws.String("web:1")}},
		}
		change(in)
		_, err := b.ecs.RegisterTaskDefinition(b.ctx(), in)
		return err
	}
	type input = ecs.RegisterTaskDefinitionInput
	wantError[*types.ClientException](t, register(func(in *input) { in.ContainerDefinitions = []types.ContainerDefinition{} }), "Container list cannot be empty.")
	wantError[*types.ClientException](t, register(func(in *input) { in.Cpu = aws.String("lots") }),
		"Invalid 'cpu' setting for task. The value \"lots\" is not a number, nor one with vcpu behind it.")
	wantError[*types.ClientException](t, register(func(in *input) {
		in.NetworkMode = types.NetworkModeAwsvpc
		in.ContainerDefinitions[0].PortMappings = []types.PortMapping{{ContainerPort: aws.Int32(80), HostPort: aws.Int32(8080)}}
	}), "When networkMode=awsvpc, the host ports and container ports in port mappings must match.")
	wantError[*types.ClientException](t, register(func(in *input) {
		in.ContainerDefinitions[0].MountPoints = []types.MountPoint{{SourceVolume: aws.String("v"), ContainerPath: aws.String("/v")}}
	}), "Unknown volume 'v'.")
	wantError[*types.ClientException](t, register(func(in *input) {
		in.RequiresCompatibilities = []types.Compatibility{types.CompatibilityFargate}
		in.ContainerDefinitions[0].Privileged = aws.Bool(true)
	}), "Fargate does not support privileged containers: container app.")
	wantError[*types.InvalidParameterException](t, register(func(in *input) {
		in.RuntimePlatform = &types.RuntimePlatform{OperatingSystemFamily: types.OSFamilyWindowsServer2022Core}
	}), "The simulator does not know the operating system WINDOWS_SERVER_2022_CORE: its tasks run on LINUX.")
	wantError[*types.InvalidParameterException](t, register(func(in *input) { in.RequiresCompatibilities = []types.Compatibility{types.CompatibilityExternal} }),
		"The simulator does not know the compatibility EXTERNAL: its tasks run on EC2 or FARGATE.")
	wantError[*types.InvalidParameterException](t, register(func(in *input) { in.RuntimePlatform = &types.RuntimePlatform{CpuArchitecture: "FOO"} }),
		"Invalid cpuArchitecture 'FOO': X86_64 and ARM64 are allowed.")
	wantError[*types.ClientException](t, register(func(in *input) { in.Family = aws.String("w b") }),
		"Family \"w b\" is not valid: up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.")
	wantError[*types.ClientException](t, register(func(in *input) {
		in.ContainerDefinitions[0].HealthCheck = &types.HealthCheck{Command: []string{}}
	}), "Invalid setting for container 'app'. The command of the health check must not be empty.")
	if err := register(func(in *input) {
		in.RuntimePlatform = &types.RuntimePlatform{OperatingSystemFamily: types.OSFamilyLinux}
	}); err != nil {
		t.Errorf("the platform that there is was refused: %v", err)
	}
}

func TestDeleteServiceNeedsForce(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	_, err := b.ecs.DeleteService(b.ctx(), &ecs.DeleteServiceInput{Cluster: aws.String("c"), Service: aws.String("api")})
	wantError[*types.InvalidParameterException](t, err, "The service cannot be stopped while it is scaled above 0.")
}

func TestUnknownProvider(t *testing.T) {
	b := newBox(t)
	_, err := b.ecs.CreateCluster(b.ctx(), &ecs.CreateClusterInput{CapacityProviders: []string{"asg"}})
	wantError[*types.InvalidParameterException](t, err, "The specified capacity provider 'asg' was not found. Specify a valid name and try again.")
	b.With(func(w *sim.World) { equal(t, "clusters", len(w.View().Clusters()), 1) })
}
