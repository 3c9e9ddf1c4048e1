package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	astypes "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// fleet makes the group fleet of one instance, and gives it time to come.
func (b *box) fleet(change func(*autoscaling.CreateAutoScalingGroupInput)) error {
	asg := b.groups()
	must[*autoscaling.CreateLaunchConfigurationOutput](b.t)(asg.CreateLaunchConfiguration(b.ctx(), &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: aws.String("lc"), InstanceType: aws.String("t3.small"), ImageId: aws.String("ami-0123456789abcdef0"),
		UserData: aws.String("RUNTX0NMVVNURVI9Yw=="), // ECS_CLUSTER=c
	}))
	in := &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("fleet"), LaunchConfigurationName: aws.String("lc"), MinSize: aws.Int32(1), MaxSize: aws.Int32(4),
	}
	change(in)
	_, err := asg.CreateAutoScalingGroup(b.ctx(), in)
	b.step(5 * time.Minute)
	return err
}

func (b *box) group(name string) astypes.AutoScalingGroup {
	b.t.Helper()
	out := must[*autoscaling.DescribeAutoScalingGroupsOutput](b.t)(b.groups().DescribeAutoScalingGroups(b.ctx(), &autoscaling.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: []string{name}}))
	if len(out.AutoScalingGroups) != 1 {
		b.t.Fatalf("there are %d groups %s", len(out.AutoScalingGroups), name)
	}
	return out.AutoScalingGroups[0]
}

// attributes are those of the only container instance of cluster c.
func (b *box) attributes() map[string]string {
	b.t.Helper()
	out := map[string]string{}
	list := must[*ecs.ListContainerInstancesOutput](b.t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c")}))
	seen := must[*ecs.DescribeContainerInstancesOutput](b.t)(b.ecs.DescribeContainerInstances(b.ctx(), &ecs.DescribeContainerInstancesInput{Cluster: aws.String("c"), ContainerInstances: list.ContainerInstanceArns}))
	if len(seen.ContainerInstances) != 1 {
		b.t.Fatalf("there are %d container instances, want one", len(seen.ContainerInstances))
	}
	for _, a := range seen.ContainerInstances[0].Attributes {
		out[aws.ToString(a.Name)] = aws.ToString(a.Value)
	}
	return out
}

func TestGroupKeepsWhatItIsGiven(t *testing.T) {
	b := newBox(t)
	if err := b.fleet(func(in *autoscaling.CreateAutoScalingGroupInput) {
		in.VPCZoneIdentifier, in.HealthCheckType = aws.String("subnet-left,subnet-right"), aws.String("ELB")
		in.HealthCheckGracePeriod, in.DefaultCooldown, in.TerminationPolicies = aws.Int32(90), aws.Int32(60), []string{"NewestInstance", "Default"}
	}); err != nil {
		t.Fatal(err)
	}
	g := b.group("fleet")
	equal(t, "subnets", aws.ToString(g.VPCZoneIdentifier), "subnet-left,subnet-right")
	equal(t, "health check", aws.ToString(g.HealthCheckType), "ELB")
	equal(t, "grace", aws.ToInt32(g.HealthCheckGracePeriod), 90)
	equal(t, "cooldown", aws.ToInt32(g.DefaultCooldown), 60)
	equal(t, "policies", strings.Join(g.TerminationPolicies, " "), "NewestInstance Default")
	of := b.attributes()
	equal(t, "image", of["ecs.ami-id"], "ami-0123456789abcdef0")
	if s := of["ecs.subnet-id"]; s != "subnet-left" && s != "subnet-right" {
		t.Errorf("the instance is in %q, want a subnet of its group", s)
	}
	must[*autoscaling.UpdateAutoScalingGroupOutput](t)(b.groups().UpdateAutoScalingGroup(b.ctx(), &autoscaling.UpdateAutoScalingGroupInput{AutoScalingGroupName: aws.String("fleet"), DefaultCooldown: aws.Int32(30)}))
	g = b.group("fleet")
	equal(t, "cooldown", aws.ToInt32(g.DefaultCooldown), 30)
	equal(t, "grace", aws.ToInt32(g.HealthCheckGracePeriod), 90)
	_, err := b.groups().UpdateAutoScalingGroup(b.ctx(), &autoscaling.UpdateAutoScalingGroupInput{AutoScalingGroupName: aws.String("fleet"), HealthCheckType: aws.String("VET")})
	wantCode(t, err, "ValidationError", `Invalid HealthCheckType "VET": EC2 and ELB are allowed.`)
	_, err = b.groups().UpdateAutoScalingGroup(b.ctx(), &autoscaling.UpdateAutoScalingGroupInput{AutoScalingGroupName: aws.String("fleet"), VPCZoneIdentifier: aws.String("left")})
	wantCode(t, err, "ValidationError", "The subnet ID 'left' is not valid: it must begin with subnet-.")
}

func TestGroupHasWhatAWSAlwaysTells(t *testing.T) {
	b := newBox(t)
	if err := b.fleet(func(*autoscaling.CreateAutoScalingGroupInput) {}); err != nil {
		t.Fatal(err)
	}
	g := b.group("fleet")
	equal(t, "health check", aws.ToString(g.HealthCheckType), "EC2")
	if g.HealthCheckGracePeriod == nil || g.DefaultCooldown == nil || *g.HealthCheckGracePeriod != 0 || *g.DefaultCooldown != 300 {
		t.Errorf("grace %v and cooldown %v, want 0 and 300", g.HealthCheckGracePeriod, g.DefaultCooldown)
	}
	equal(t, "policies", strings.Join(g.TerminationPolicies, " "), "Default")
	if g.LoadBalancerNames == nil || g.TargetGroupARNs == nil || g.SuspendedProcesses == nil || g.EnabledMetrics == nil || g.Tags == nil {
		t.Errorf("a list is missing that AWS gives empty: %+v", g)
	}
	of := b.attributes()
	if !strings.HasPrefix(of["ecs.subnet-id"], "subnet-") || !strings.HasPrefix(of["ecs.vpc-id"], "vpc-") {
		t.Errorf("the instance is in subnet %q of VPC %q", of["ecs.subnet-id"], of["ecs.vpc-id"])
	}
}

// TestDeregisteredInstanceStaysInItsGroup: ECS lets go of the instance, and EC2
// does not notice (SDK ecs, DeregisterContainerInstance).
func TestDeregisteredInstanceStaysInItsGroup(t *testing.T) {
	b := newBox(t)
	if err := b.fleet(func(*autoscaling.CreateAutoScalingGroupInput) {}); err != nil {
		t.Fatal(err)
	}
	registered := func() []string {
		return must[*ecs.ListContainerInstancesOutput](t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c")})).ContainerInstanceArns
	}
	id := aws.ToString(b.group("fleet").Instances[0].InstanceId)
	must[*ecs.DeregisterContainerInstanceOutput](t)(b.ecs.DeregisterContainerInstance(b.ctx(), &ecs.DeregisterContainerInstanceInput{Cluster: aws.String("c"), ContainerInstance: aws.String(registered()[0])}))
	b.step(10 * time.Minute)
	g := b.group("fleet")
	if len(g.Instances) != 1 || aws.ToString(g.Instances[0].InstanceId) != id || g.Instances[0].LifecycleState != astypes.LifecycleStateInService {
		t.Fatalf("the group has %+v, want %s in service", g.Instances, id)
	}
	equal(t, "container instances", len(registered()), 0)

	// Its agent may register again.
	must[*ecs.RegisterContainerInstanceOutput](t)(b.ecs.RegisterContainerInstance(b.ctx(), &ecs.RegisterContainerInstanceInput{
		Cluster: aws.String("c"), InstanceIdentityDocument: aws.String(`{"instanceId":"` + id + `","instanceType":"t3.small","availabilityZone":"eu-west-1a"}`),
	}))
	equal(t, "instances of the group", len(b.group("fleet").Instances), 1)
	equal(t, "image", b.attributes()["ecs.ami-id"], "ami-0123456789abcdef0")
	must[*ecs.DeregisterContainerInstanceOutput](t)(b.ecs.DeregisterContainerInstance(b.ctx(), &ecs.DeregisterContainerInstanceInput{Cluster: aws.String("c"), ContainerInstance: aws.String(registered()[0])}))

	// The group ends it, and launches another.
	must[*autoscaling.TerminateInstanceInAutoScalingGroupOutput](t)(b.groups().TerminateInstanceInAutoScalingGroup(b.ctx(), &autoscaling.TerminateInstanceInAutoScalingGroupInput{InstanceId: aws.String(id), ShouldDecrementDesiredCapacity: aws.Bool(false)}))
	b.step(10 * time.Minute)
	if g = b.group("fleet"); len(g.Instances) != 1 || aws.ToString(g.Instances[0].InstanceId) == id {
		t.Errorf("the group has %+v, want one that is not %s", g.Instances, id)
	}
	equal(t, "container instances", len(registered()), 1)
}

func TestProviderKeepsTheARNOfADeletedGroup(t *testing.T) {
	b := newBox(t)
	if err := b.fleet(func(*autoscaling.CreateAutoScalingGroupInput) {}); err != nil {
		t.Fatal(err)
	}
	arn := aws.ToString(b.group("fleet").AutoScalingGroupARN)
	must[*ecs.CreateCapacityProviderOutput](t)(b.ecs.CreateCapacityProvider(b.ctx(), &ecs.CreateCapacityProviderInput{
		Name: aws.String("cp"), AutoScalingGroupProvider: &types.AutoScalingGroupProvider{AutoScalingGroupArn: aws.String(arn)},
	}))
	must[*autoscaling.DeleteAutoScalingGroupOutput](t)(b.groups().DeleteAutoScalingGroup(b.ctx(), &autoscaling.DeleteAutoScalingGroupInput{AutoScalingGroupName: aws.String("fleet"), ForceDelete: aws.Bool(true)}))
	b.step(time.Hour)
	seen := must[*ecs.DescribeCapacityProvidersOutput](t)(b.ecs.DescribeCapacityProviders(b.ctx(), &ecs.DescribeCapacityProvidersInput{CapacityProviders: []string{"cp"}}))
	equal(t, "group", aws.ToString(seen.CapacityProviders[0].AutoScalingGroupProvider.AutoScalingGroupArn), arn)
}
