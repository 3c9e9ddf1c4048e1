package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

func TestClusterOverTheWire(t *testing.T) {
	b := newBox(t)
	name := aws.String("shop")
	config := &types.ClusterConfiguration{ExecuteCommandConfiguration: &types.ExecuteCommandConfiguration{Logging: types.ExecuteCommandLoggingDefault}}
	made := must[*ecs.CreateClusterOutput](t)(b.ecs.CreateCluster(b.ctx(), &ecs.CreateClusterInput{
		ClusterName: name, CapacityProviders: []string{"FARGATE"}, Configuration: config,
		DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1}},
		Settings:                        []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("enhanced")}},
		ServiceConnectDefaults:          &types.ClusterServiceConnectDefaultsRequest{Namespace: aws.String("shop")},
		Tags:                            []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}},
	}))
	equal(t, "setting", aws.ToString(made.Cluster.Settings[0].Value), "enhanced")
	updated := must[*ecs.UpdateClusterOutput](t)(b.ecs.UpdateCluster(b.ctx(), &ecs.UpdateClusterInput{
		Cluster: name, Settings: []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("enabled")}},
	}))
	equal(t, "updated setting", aws.ToString(updated.Cluster.Settings[0].Value), "enabled")
	equal(t, "kept namespace", aws.ToString(updated.Cluster.ServiceConnectDefaults.Namespace), aws.ToString(made.Cluster.ServiceConnectDefaults.Namespace))
	set := must[*ecs.UpdateClusterSettingsOutput](t)(b.ecs.UpdateClusterSettings(b.ctx(), &ecs.UpdateClusterSettingsInput{
		Cluster: name, Settings: []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("disabled")}},
	}))
	equal(t, "set", aws.ToString(set.Cluster.Settings[0].Value), "disabled")
	_, err := b.ecs.UpdateClusterSettings(b.ctx(), &ecs.UpdateClusterSettingsInput{Cluster: name, Settings: []types.ClusterSetting{{Name: types.ClusterSettingNameContainerInsights, Value: aws.String("on")}}})
	if err == nil {
		t.Error("containerInsights on was taken")
	}
	d := must[*ecs.DescribeClustersOutput](t)(b.ecs.DescribeClusters(b.ctx(), &ecs.DescribeClustersInput{
		Clusters: []string{"shop"}, Include: []types.ClusterField{types.ClusterFieldConfigurations, types.ClusterFieldAttachments},
	})).Clusters[0]
	equal(t, "configuration", d.Configuration.ExecuteCommandConfiguration.Logging, types.ExecuteCommandLoggingDefault)
	equal(t, "tags that were not asked for", len(d.Tags), 0)
	gone := must[*ecs.DeleteClusterOutput](t)(b.ecs.DeleteCluster(b.ctx(), &ecs.DeleteClusterInput{Cluster: made.Cluster.ClusterArn}))
	equal(t, "status", aws.ToString(gone.Cluster.Status), "INACTIVE")
	listed := must[*ecs.ListClustersOutput](t)(b.ecs.ListClusters(b.ctx(), &ecs.ListClustersInput{}))
	equal(t, "clusters listed", len(listed.ClusterArns), 1)
	shown := must[*ecs.DescribeClustersOutput](t)(b.ecs.DescribeClusters(b.ctx(), &ecs.DescribeClustersInput{Clusters: []string{"shop"}}))
	equal(t, "shown as", aws.ToString(shown.Clusters[0].Status), "INACTIVE")
	_, err = b.ecs.ListTagsForResource(b.ctx(), &ecs.ListTagsForResourceInput{ResourceArn: made.Cluster.ClusterArn})
	wantError[*types.InvalidParameterException](t, err, "The specified cluster is inactive. Specify an active cluster and try again.")
	b.service("api", 1)
	_, err = b.ecs.DeleteCluster(b.ctx(), &ecs.DeleteClusterInput{Cluster: aws.String("c")})
	wantError[*types.ClusterContainsServicesException](t, err, "The Cluster cannot be deleted while Services are active.")
}

func TestTagsOverTheWire(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	for _, arn := range []string{prefix + "cluster/c", prefix + "service/c/api", b.taskARNs()[0], prefix + "task-definition/api:1"} {
		must[*ecs.TagResourceOutput](t)(b.ecs.TagResource(b.ctx(), &ecs.TagResourceInput{
			ResourceArn: aws.String(arn), Tags: []types.Tag{{Key: aws.String("owner"), Value: aws.String("me")}, {Key: aws.String("x")}},
		}))
		must[*ecs.UntagResourceOutput](t)(b.ecs.UntagResource(b.ctx(), &ecs.UntagResourceInput{ResourceArn: aws.String(arn), TagKeys: []string{"x", "tier", "team", "a"}}))
		out := must[*ecs.ListTagsForResourceOutput](t)(b.ecs.ListTagsForResource(b.ctx(), &ecs.ListTagsForResourceInput{ResourceArn: aws.String(arn)}))
		if len(out.Tags) != 1 || aws.ToString(out.Tags[0].Key) != "owner" || aws.ToString(out.Tags[0].Value) != "me" {
			t.Errorf("%s has the tags %+v", arn, out.Tags)
		}
	}
	_, err := b.ecs.ListTagsForResource(b.ctx(), &ecs.ListTagsForResourceInput{ResourceArn: aws.String(prefix + "service/api")})
	wantError[*types.InvalidParameterException](t, err, "Long arn format must be used for tagging operations")
	_, err = b.ecs.ListTagsForResource(b.ctx(), &ecs.ListTagsForResourceInput{ResourceArn: aws.String(prefix + "task-definition/api:9")})
	wantError[*types.ClientException](t, err, "The specified task definition does not exist. Specify a valid account, family, revision and try again.")
}

func TestTaskDefinitionsEnd(t *testing.T) {
	b := newBox(t)
	_, err := b.ecs.DeregisterTaskDefinition(b.ctx(), &ecs.DeregisterTaskDefinitionInput{TaskDefinition: aws.String("api")})
	wantError[*types.ClientException](t, err, "Task definition revision must be specified: api.")
	out := must[*ecs.DeregisterTaskDefinitionOutput](t)(b.ecs.DeregisterTaskDefinition(b.ctx(), &ecs.DeregisterTaskDefinitionInput{TaskDefinition: aws.String("api:1")}))
	equal(t, "status", out.TaskDefinition.Status, types.TaskDefinitionStatusInactive)
	if out.TaskDefinition.DeregisteredAt == nil {
		t.Error("it does not say when")
	}
	families := func(status types.TaskDefinitionFamilyStatus) int {
		return len(must[*ecs.ListTaskDefinitionFamiliesOutput](t)(b.ecs.ListTaskDefinitionFamilies(b.ctx(), &ecs.ListTaskDefinitionFamiliesInput{Status: status})).Families)
	}
	equal(t, "active families", families(types.TaskDefinitionFamilyStatusActive), 0)
	equal(t, "inactive families", families(types.TaskDefinitionFamilyStatusInactive), 1)
	gone := must[*ecs.DeleteTaskDefinitionsOutput](t)(b.ecs.DeleteTaskDefinitions(b.ctx(), &ecs.DeleteTaskDefinitionsInput{TaskDefinitions: []string{"api:1", "web:1"}}))
	equal(t, "deleted", gone.TaskDefinitions[0].Status, types.TaskDefinitionStatusDeleteInProgress)
	equal(t, "failures", len(gone.Failures), 1)
	b.step(time.Minute)
	equal(t, "families", families(types.TaskDefinitionFamilyStatusAll), 0)
	_, err = b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String("api:1")})
	wantError[*types.ClientException](t, err, "Unable to describe task definition.")
}

func TestAccountSettings(t *testing.T) {
	b := newBox(t)
	list := func(effective bool) []types.Setting {
		var all []types.Setting
		p := ecs.NewListAccountSettingsPaginator(b.ecs, &ecs.ListAccountSettingsInput{EffectiveSettings: effective})
		for p.HasMorePages() {
			all = append(all, must[*ecs.ListAccountSettingsOutput](t)(p.NextPage(b.ctx())).Settings...)
		}
		return all
	}
	equal(t, "own settings", len(list(false)), 0)
	names := map[types.SettingName]bool{}
	for _, s := range list(true) {
		names[s.Name] = true
	}
	for _, name := range types.SettingName("").Values() {
		if !names[name] {
			t.Errorf("the setting %s is not listed", name)
		}
	}
	must[*ecs.PutAccountSettingOutput](t)(b.ecs.PutAccountSetting(b.ctx(), &ecs.PutAccountSettingInput{Name: types.SettingNameAwsvpcTrunking, Value: aws.String("enabled")}))
	must[*ecs.PutAccountSettingDefaultOutput](t)(b.ecs.PutAccountSettingDefault(b.ctx(), &ecs.PutAccountSettingDefaultInput{Name: types.SettingNameContainerInsights, Value: aws.String("enhanced")}))
	equal(t, "own settings after one was put", len(list(false)), 1)
	must[*ecs.DeleteAccountSettingOutput](t)(b.ecs.DeleteAccountSetting(b.ctx(), &ecs.DeleteAccountSettingInput{Name: types.SettingNameAwsvpcTrunking}))
	equal(t, "own settings after it was deleted", len(list(false)), 0)
	made := must[*ecs.CreateClusterOutput](t)(b.ecs.CreateCluster(b.ctx(), &ecs.CreateClusterInput{ClusterName: aws.String("d")}))
	equal(t, "containerInsights of a new cluster", aws.ToString(made.Cluster.Settings[0].Value), "enhanced")
}

// TestDefinitionComesBackUnchanged registers what has no effect in the
// simulator, too: whoever keeps definitions in files compares.
func TestDefinitionComesBackUnchanged(t *testing.T) {
	b := newBox(t)
	in := everySetting()
	must[*ecs.RegisterTaskDefinitionOutput](t)(b.ecs.RegisterTaskDefinition(b.ctx(), in))
	got := must[*ecs.DescribeTaskDefinitionOutput](t)(b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String("every")})).TaskDefinition
	same := func(what string, got, want any) {
		t.Helper()
		g, _ := json.Marshal(got)
		w, _ := json.Marshal(want)
		if string(g) != string(w) {
			t.Errorf("%s came back as\n%s\nwant\n%s", what, g, w)
		}
	}
	same("containers", got.ContainerDefinitions, in.ContainerDefinitions)
	same("volumes", got.Volumes, in.Volumes)
	same("platform", got.RuntimePlatform, in.RuntimePlatform)
	same("pid mode", got.PidMode, in.PidMode)
	same("ipc mode", got.IpcMode, in.IpcMode)
	same("proxy", got.ProxyConfiguration, in.ProxyConfiguration)
	same("constraints", got.PlacementConstraints, in.PlacementConstraints)
	same("fault injection", got.EnableFaultInjection, in.EnableFaultInjection)
}

func everySetting() *ecs.RegisterTaskDefinitionInput {
	name := aws.String
	return &ecs.RegisterTaskDefinitionInput{
		Family: name("every"), Cpu: name("512"), Memory: name("1024"), NetworkMode: types.NetworkModeAwsvpc,
		PidMode: types.PidModeTask, IpcMode: types.IpcModeHost, EnableFaultInjection: aws.Bool(true),
		RequiresCompatibilities: []types.Compatibility{types.CompatibilityEc2},
		ExecutionRoleArn:        name("arn:aws:iam::123456789012:role/exec"), TaskRoleArn: name("arn:aws:iam::123456789012:role/task"),
		RuntimePlatform:      &types.RuntimePlatform{CpuArchitecture: types.CPUArchitectureArm64, OperatingSystemFamily: types.OSFamilyLinux},
		PlacementConstraints: []types.TaskDefinitionPlacementConstraint{{Type: types.TaskDefinitionPlacementConstraintTypeMemberOf, Expression: name("attribute:ecs.instance-type =~ m6g.*")}},
		ProxyConfiguration: &types.ProxyConfiguration{
			ContainerName: name("envoy"), Type: types.ProxyConfigurationTypeAppmesh, Properties: []types.KeyValuePair{{Name: name("AppPorts"), Value: name("8080")}},
		},
		Volumes: []types.Volume{
			{Name: name("scratch"), Host: &types.HostVolumeProperties{}},
			{Name: name("logs"), Host: &types.HostVolumeProperties{SourcePath: name("/var/log")}},
			{Name: name("shared"), EfsVolumeConfiguration: &types.EFSVolumeConfiguration{FileSystemId: name("fs-1"), RootDirectory: name("/"), TransitEncryption: types.EFSTransitEncryptionEnabled}},
			{Name: name("docker"), DockerVolumeConfiguration: &types.DockerVolumeConfiguration{Scope: types.ScopeShared, Autoprovision: aws.Bool(true), Driver: name("local")}},
		},
		ContainerDefinitions: []types.ContainerDefinition{everyContainerSetting(), {
			Name: name("envoy"), Image: name("envoy:1"), Essential: aws.Bool(true), Cpu: 64, Memory: aws.Int32(128),
			Environment: []types.KeyValuePair{}, PortMappings: []types.PortMapping{}, MountPoints: []types.MountPoint{}, SystemControls: []types.SystemControl{},
			VolumesFrom:           []types.VolumeFrom{{SourceContainer: name("app"), ReadOnly: aws.Bool(true)}},
			FirelensConfiguration: &types.FirelensConfiguration{Type: types.FirelensConfigurationTypeFluentbit, Options: map[string]string{"enable-ecs-log-metadata": "true"}},
			HealthCheck:           &types.HealthCheck{Command: []string{"CMD", "true"}, Interval: aws.Int32(5), Timeout: aws.Int32(2), Retries: aws.Int32(3), StartPeriod: aws.Int32(10)},
		}},
	}
}

func everyContainerSetting() types.ContainerDefinition {
	name := aws.String
	return types.ContainerDefinition{
		Name: name("app"), Image: name("app:1"), Essential: aws.Bool(true), Cpu: 128, Memory: aws.Int32(256), MemoryReservation: aws.Int32(128),
		Command: []string{"serve"}, EntryPoint: []string{"/app"}, WorkingDirectory: name("/srv"), User: name("1000:1000"), Hostname: name("app"),
		Environment:            []types.KeyValuePair{{Name: name("A"), Value: name("1")}},
		EnvironmentFiles:       []types.EnvironmentFile{{Type: types.EnvironmentFileTypeS3, Value: name("arn:aws:s3:::b/a.env")}},
		Secrets:                []types.Secret{{Name: name("KEY"), ValueFrom: name("arn:aws:ssm:eu-west-1:123456789012:parameter/key")}},
		PortMappings:           []types.PortMapping{{ContainerPort: aws.Int32(8080), HostPort: aws.Int32(8080), Protocol: types.TransportProtocolTcp, Name: name("http"), AppProtocol: types.ApplicationProtocolHttp2}, {ContainerPortRange: name("9000-9010"), Protocol: types.TransportProtocolTcp}},
		MountPoints:            []types.MountPoint{{SourceVolume: name("scratch"), ContainerPath: name("/tmp"), ReadOnly: aws.Bool(false)}},
		VolumesFrom:            []types.VolumeFrom{},
		Ulimits:                []types.Ulimit{{Name: types.UlimitNameNofile, SoftLimit: 65536, HardLimit: 65536}},
		LinuxParameters:        &types.LinuxParameters{InitProcessEnabled: aws.Bool(true), Capabilities: &types.KernelCapabilities{Drop: []string{"ALL"}}, Tmpfs: []types.Tmpfs{{ContainerPath: name("/run"), Size: 64}}},
		DockerLabels:           map[string]string{"com.example": "1"},
		SystemControls:         []types.SystemControl{{Namespace: name("net.core.somaxconn"), Value: name("1024")}},
		ReadonlyRootFilesystem: aws.Bool(true), Privileged: aws.Bool(true), Interactive: aws.Bool(true), PseudoTerminal: aws.Bool(true),
		ExtraHosts: []types.HostEntry{{Hostname: name("db"), IpAddress: name("10.0.0.1")}}, DnsServers: []string{"10.0.0.2"}, DnsSearchDomains: []string{"example.com"},
		DependsOn: []types.ContainerDependency{{ContainerName: name("envoy"), Condition: types.ContainerConditionHealthy}}, StartTimeout: aws.Int32(30), StopTimeout: aws.Int32(60),
		LogConfiguration: &types.LogConfiguration{
			LogDriver: types.LogDriverAwsfirelens, Options: map[string]string{"Name": "http"},
			SecretOptions: []types.Secret{{Name: name("token"), ValueFrom: name("arn:aws:secretsmanager:eu-west-1:123456789012:secret:t")}},
		},
		RestartPolicy:         &types.ContainerRestartPolicy{Enabled: aws.Bool(true), RestartAttemptPeriod: aws.Int32(120), IgnoredExitCodes: []int32{0}},
		RepositoryCredentials: &types.RepositoryCredentials{CredentialsParameter: name("arn:aws:secretsmanager:eu-west-1:123456789012:secret:r")},
		ResourceRequirements:  []types.ResourceRequirement{{Type: types.ResourceTypeGpu, Value: name("1")}},
		VersionConsistency:    types.VersionConsistencyDisabled,
		DockerSecurityOptions: []string{"no-new-privileges"}, CredentialSpecs: []string{"credentialspecdomainless:x"},
	}
}
