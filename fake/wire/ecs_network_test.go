package wire_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// balanced gives a world the target groups ip and instance behind a load
// balancer, and the definition bridge:1 beside api:1. The answer is the ARN of
// each group.
func (b *box) balanced() map[string]string {
	d := apiDef()
	d.Family, d.NetworkMode, d.Requires, d.ExecutionRole = "bridge", "bridge", []string{"EC2"}, ""
	d.Containers[0].Secrets = nil
	b.do(sim.RegisterTaskDef{Def: d})
	arns := map[string]string{}
	for _, kind := range []string{"ip", "instance"} {
		b.do(sim.CreateTargetGroup{Group: sim.TargetGroup{Name: kind, Balancer: "lb", Kind: kind, Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2}})
		b.With(func(w *sim.World) { arns[kind] = w.View().TargetGroupARN(w.View().TargetGroup(kind)) })
	}
	return arns
}

func behind(arns ...string) (out []types.LoadBalancer) {
	for _, arn := range arns {
		out = append(out, types.LoadBalancer{TargetGroupArn: aws.String(arn), ContainerName: aws.String("app"), ContainerPort: aws.Int32(8080)})
	}
	return out
}

func TestTargetTypeFitsTheNetworkMode(t *testing.T) {
	b := newBox(t)
	arns := b.balanced()
	create := func(name, def string, in ecs.CreateServiceInput) error {
		in.Cluster, in.ServiceName, in.TaskDefinition, in.DesiredCount = aws.String("c"), aws.String(name), aws.String(def), aws.Int32(1)
		if def == "api" {
			in.NetworkConfiguration, in.LaunchType = vpc(), types.LaunchTypeFargate
		}
		_, err := b.ecs.CreateService(b.ctx(), &in)
		return err
	}
	unfit := func(kind, mode string) string {
		return "The provided target group " + arns[kind] + " has target type " + kind + ", which is incompatible with the " + mode + " network mode specified in the task definition."
	}
	wantError[*types.InvalidParameterException](t, create("a", "api", ecs.CreateServiceInput{LoadBalancers: behind(arns["instance"])}), unfit("instance", "awsvpc"))
	wantError[*types.InvalidParameterException](t, create("b", "bridge", ecs.CreateServiceInput{LoadBalancers: behind(arns["ip"])}), unfit("ip", "bridge"))
	wantError[*types.InvalidParameterException](t, create("c", "api", ecs.CreateServiceInput{LoadBalancers: behind(arns["ip"], arns["ip"])}),
		"The target group ip is given twice for port 8080 of container app.")
	const noBalancer = "Health check grace period is only valid for services configured to use load balancers"
	wantError[*types.InvalidParameterException](t, create("d", "api", ecs.CreateServiceInput{HealthCheckGracePeriodSeconds: aws.Int32(30)}), noBalancer)
	for name, in := range map[string]ecs.CreateServiceInput{
		"api":    {LoadBalancers: behind(arns["ip"]), HealthCheckGracePeriodSeconds: aws.Int32(30)},
		"bridge": {LoadBalancers: behind(arns["instance"])},
	} {
		if err := create(name, name, in); err != nil {
			t.Fatal(err)
		}
	}
	update := func(name string, in ecs.UpdateServiceInput) error {
		in.Cluster, in.Service = aws.String("c"), aws.String(name)
		_, err := b.ecs.UpdateService(b.ctx(), &in)
		return err
	}
	wantError[*types.InvalidParameterException](t, update("api", ecs.UpdateServiceInput{LoadBalancers: behind(arns["instance"])}), unfit("instance", "awsvpc"))
	wantError[*types.InvalidParameterException](t, update("bridge", ecs.UpdateServiceInput{LoadBalancers: behind(arns["ip"])}), unfit("ip", "bridge"))
	if err := update("api", ecs.UpdateServiceInput{HealthCheckGracePeriodSeconds: aws.Int32(45)}); err != nil {
		t.Fatal(err)
	}
	equal(t, "grace", aws.ToInt32(b.describe("api").HealthCheckGracePeriodSeconds), 45)
	if err := update("api", ecs.UpdateServiceInput{LoadBalancers: []types.LoadBalancer{}}); err != nil {
		t.Fatal(err)
	}
	equal(t, "grace without a load balancer", aws.ToInt32(b.describe("api").HealthCheckGracePeriodSeconds), 0)
	wantError[*types.InvalidParameterException](t, update("api", ecs.UpdateServiceInput{HealthCheckGracePeriodSeconds: aws.Int32(45)}), noBalancer)
}

func TestNetworkConfigurationRefuses(t *testing.T) {
	b := newBox(t)
	network := func(change func(*types.AwsVpcConfiguration)) *types.NetworkConfiguration {
		n := vpc()
		change(n.AwsvpcConfiguration)
		return n
	}
	public := network(func(v *types.AwsVpcConfiguration) { v.AssignPublicIp = types.AssignPublicIpEnabled })
	for _, test := range []struct {
		in   ecs.CreateServiceInput
		text string
	}{
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeEc2, NetworkConfiguration: public}, "Assign public IP is not supported for this launch type."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeEc2, NetworkConfiguration: vpc(), PlatformVersion: aws.String("LATEST")}, "The platform version must be null when specifying an EC2 launch type."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate, NetworkConfiguration: network(func(v *types.AwsVpcConfiguration) { v.AssignPublicIp = "FOO" })},
			"Invalid assignPublicIp 'FOO': ENABLED and DISABLED are allowed."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate, NetworkConfiguration: network(func(v *types.AwsVpcConfiguration) { v.Subnets = []string{"10.0.0.0/24"} })},
			"The subnet ID '10.0.0.0/24' is not valid: it must begin with subnet-."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate, NetworkConfiguration: network(func(v *types.AwsVpcConfiguration) { v.SecurityGroups = []string{"web"} })},
			"The security group ID 'web' is not valid: it must begin with sg-."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate, NetworkConfiguration: network(func(v *types.AwsVpcConfiguration) { v.Subnets = many(17) })},
			"subnets can have at most 16 items."},
		{ecs.CreateServiceInput{LaunchType: types.LaunchTypeFargate, NetworkConfiguration: network(func(v *types.AwsVpcConfiguration) { v.SecurityGroups = many(6) })},
			"securityGroups can have at most 5 items."},
	} {
		in := test.in
		in.Cluster, in.ServiceName, in.TaskDefinition, in.DesiredCount = aws.String("c"), aws.String("new"), aws.String("api"), aws.Int32(1)
		_, err := b.ecs.CreateService(b.ctx(), &in)
		wantError[*types.InvalidParameterException](t, err, test.text)
		_, err = b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{
			Cluster: in.Cluster, TaskDefinition: in.TaskDefinition, LaunchType: in.LaunchType, NetworkConfiguration: in.NetworkConfiguration, PlatformVersion: in.PlatformVersion,
		})
		wantError[*types.InvalidParameterException](t, err, test.text)
	}
}

// Updates, and tasks that are started by hand, are held to the same.
func TestEC2HasNoPublicIPNorPlatform(t *testing.T) {
	b := newBox(t)
	c, api, public := aws.String("c"), aws.String("api"), vpc()
	public.AwsvpcConfiguration.AssignPublicIp = types.AssignPublicIpEnabled
	must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{
		Cluster: c, ServiceName: api, TaskDefinition: api, DesiredCount: aws.Int32(1), LaunchType: types.LaunchTypeEc2, NetworkConfiguration: vpc(),
	}))
	const noIP = "Assign public IP is not supported for this launch type."
	_, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: c, Service: api, NetworkConfiguration: public})
	wantError[*types.InvalidParameterException](t, err, noIP)
	_, err = b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: c, Service: api, PlatformVersion: aws.String("1.4.0")})
	wantError[*types.InvalidParameterException](t, err, "The platform version must be null when specifying an EC2 launch type.")
	_, err = b.ecs.StartTask(b.ctx(), &ecs.StartTaskInput{Cluster: c, TaskDefinition: api, ContainerInstances: []string{"x"}, NetworkConfiguration: public})
	wantError[*types.InvalidParameterException](t, err, noIP)
}
