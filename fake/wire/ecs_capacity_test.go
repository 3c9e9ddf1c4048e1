package wire_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// groups is a client of EC2 Auto Scaling for the box.
func (b *box) groups() *autoscaling.Client {
	return autoscaling.New(autoscaling.Options{
		Region: region, BaseEndpoint: aws.String(b.url), RetryMaxAttempts: 1, HTTPClient: fromMemory{http.DefaultClient},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "simulator", SecretAccessKey: "simulator"}, nil
		}),
	})
}

// A capacity provider is made from nothing, grows for a service, and is taken
// down again.
func TestCapacityProviderFromNothing(t *testing.T) {
	b := newBox(t)
	asg := b.groups()
	script := base64.StdEncoding.EncodeToString([]byte("#!/bin/bash\necho ECS_CLUSTER=c >> /etc/ecs/ecs.config\n"))
	must[*autoscaling.CreateLaunchConfigurationOutput](t)(asg.CreateLaunchConfiguration(b.ctx(), &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: aws.String("lc"), InstanceType: aws.String("t3.small"), ImageId: aws.String("ami-1"), UserData: aws.String(script),
	}))
	must[*autoscaling.CreateAutoScalingGroupOutput](t)(asg.CreateAutoScalingGroup(b.ctx(), &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("fleet"), LaunchConfigurationName: aws.String("lc"), MinSize: aws.Int32(0), MaxSize: aws.Int32(4),
		AvailabilityZones: []string{"eu-west-1a", "eu-west-1b"}, NewInstancesProtectedFromScaleIn: aws.Bool(true),
	}))
	group := must[*autoscaling.DescribeAutoScalingGroupsOutput](t)(asg.DescribeAutoScalingGroups(b.ctx(), &autoscaling.DescribeAutoScalingGroupsInput{})).AutoScalingGroups[0]
	create := func(arn string) error {
		_, err := b.ecs.CreateCapacityProvider(b.ctx(), &ecs.CreateCapacityProviderInput{Name: aws.String("cp"), AutoScalingGroupProvider: &types.AutoScalingGroupProvider{
			AutoScalingGroupArn: aws.String(arn), ManagedTerminationProtection: types.ManagedTerminationProtectionEnabled,
			ManagedScaling: &types.ManagedScaling{Status: types.ManagedScalingStatusEnabled},
		}})
		return err
	}
	wantError[*types.ClientException](t, create("arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:x:autoScalingGroupName/none"),
		"The specified Auto Scaling group ARN is not valid. Specify a valid ARN and try again.")
	if err := create(*group.AutoScalingGroupARN); err != nil {
		t.Fatal(err)
	}
	d := apiDef()
	d.Family, d.NetworkMode, d.Requires = "worker", "bridge", []string{"EC2"}
	b.do(sim.RegisterTaskDef{Def: d})
	service := &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("worker"), TaskDefinition: aws.String("worker"), DesiredCount: aws.Int32(2),
		CapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("cp"), Weight: 1}},
	}
	_, err := b.ecs.CreateService(b.ctx(), service)
	wantError[*types.InvalidParameterException](t, err, "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.")
	put := must[*ecs.PutClusterCapacityProvidersOutput](t)(b.ecs.PutClusterCapacityProviders(b.ctx(), &ecs.PutClusterCapacityProvidersInput{
		Cluster: aws.String("c"), CapacityProviders: []string{"cp", "FARGATE"},
		DefaultCapacityProviderStrategy: []types.CapacityProviderStrategyItem{{CapacityProvider: aws.String("cp"), Weight: 1}},
	}))
	equal(t, "providers", strings.Join(put.Cluster.CapacityProviders, " "), "cp FARGATE")
	must[*ecs.CreateServiceOutput](t)(b.ecs.CreateService(b.ctx(), service))
	b.step(10 * time.Minute)
	group = must[*autoscaling.DescribeAutoScalingGroupsOutput](t)(asg.DescribeAutoScalingGroups(b.ctx(), &autoscaling.DescribeAutoScalingGroupsInput{})).AutoScalingGroups[0]
	if len(group.Instances) != 2 {
		t.Fatalf("from none the group came to %d instances, want two", len(group.Instances))
	}
	equal(t, "running", b.describe("worker").RunningCount, 2)
	seen := must[*ecs.DescribeCapacityProvidersOutput](t)(b.ecs.DescribeCapacityProviders(b.ctx(), &ecs.DescribeCapacityProvidersInput{CapacityProviders: []string{"cp", "nope"}}))
	equal(t, "target", aws.ToInt32(seen.CapacityProviders[0].AutoScalingGroupProvider.ManagedScaling.TargetCapacity), 100)
	equal(t, "miss", aws.ToString(seen.Failures[0].Reason), "MISSING")
	_, err = b.ecs.DeleteCapacityProvider(b.ctx(), &ecs.DeleteCapacityProviderInput{CapacityProvider: aws.String("cp")})
	wantError[*types.InvalidParameterException](t, err, "The capacity provider cannot be deleted because it is associated with cluster: c. Remove the capacity provider from the cluster and try again.")
}

func TestContainerInstanceWrites(t *testing.T) {
	b := newBox(t)
	made := must[*ecs.RegisterContainerInstanceOutput](t)(b.ecs.RegisterContainerInstance(b.ctx(), &ecs.RegisterContainerInstanceInput{
		Cluster: aws.String("c"), InstanceIdentityDocument: aws.String(`{"instanceId":"i-1","instanceType":"m5.large","availabilityZone":"eu-west-1b"}`),
		Attributes: []types.Attribute{{Name: aws.String("stack"), Value: aws.String("prod")}},
	}))
	arn := aws.ToString(made.ContainerInstance.ContainerInstanceArn)
	must[*ecs.PutAttributesOutput](t)(b.ecs.PutAttributes(b.ctx(), &ecs.PutAttributesInput{Cluster: aws.String("c"), Attributes: []types.Attribute{{Name: aws.String("disk"), Value: aws.String("ssd"), TargetId: aws.String(arn)}}}))
	for filter, want := range map[string]int{"attribute:disk == ssd and attribute:stack exists": 1, "attribute:disk == hdd": 0} {
		out := must[*ecs.ListContainerInstancesOutput](t)(b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c"), Filter: aws.String(filter)}))
		equal(t, filter, len(out.ContainerInstanceArns), want)
	}
	_, err := b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: aws.String("c"), Filter: aws.String("disk")})
	wantError[*types.InvalidParameterException](t, err, `Invalid expression "disk": unknown subject "disk" at position 1: agentConnected, agentVersion, attribute:<name>, ec2InstanceId, registeredAt, runningTasksCount and task:group are known.`)
	listed := must[*ecs.ListAttributesOutput](t)(b.ecs.ListAttributes(b.ctx(), &ecs.ListAttributesInput{Cluster: aws.String("c"), TargetType: types.TargetTypeContainerInstance, AttributeName: aws.String("ecs.instance-type")}))
	equal(t, "type", aws.ToString(listed.Attributes[0].Value), "m5.large")
	state := must[*ecs.UpdateContainerInstancesStateOutput](t)(b.ecs.UpdateContainerInstancesState(b.ctx(), &ecs.UpdateContainerInstancesStateInput{
		Cluster: aws.String("c"), ContainerInstances: []string{arn, "nope"}, Status: types.ContainerInstanceStatusDraining,
	}))
	equal(t, "state", aws.ToString(state.ContainerInstances[0].Status), "DRAINING")
	equal(t, "miss", aws.ToString(state.Failures[0].Reason), "MISSING")
	gone := must[*ecs.DeregisterContainerInstanceOutput](t)(b.ecs.DeregisterContainerInstance(b.ctx(), &ecs.DeregisterContainerInstanceInput{Cluster: aws.String("c"), ContainerInstance: aws.String(arn)}))
	equal(t, "status", aws.ToString(gone.ContainerInstance.Status), "INACTIVE")
}
