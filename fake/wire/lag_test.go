package wire_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Reads that lag do not know of a service at first, and may tell of it as it was
// before the last change: by turns, until the lag is over.
func TestReadsLagBehindWrites(t *testing.T) {
	const lag = 5 * time.Second
	b := newBox(t)
	b.service("old", 1)
	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "lag", Actions: []string{"ecs:*"}, Lag: lag}})
	if _, err := b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{
		Cluster: aws.String("c"), ServiceName: aws.String("web"), TaskDefinition: aws.String("api:1"), DesiredCount: aws.Int32(1), LaunchType: "FARGATE",
		NetworkConfiguration: &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{Subnets: []string{"subnet-1"}}},
	}); err != nil {
		t.Fatal(err)
	}
	look := func() *ecs.DescribeServicesOutput {
		return must[*ecs.DescribeServicesOutput](t)(b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{Cluster: aws.String("c"), Services: []string{"web"}}))
	}
	listed := func() bool {
		out := must[*ecs.ListServicesOutput](t)(b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("c")}))
		return slices.Contains(out.ServiceArns, "arn:aws:ecs:eu-west-1:123456789012:service/c/web")
	}
	out := look()
	if len(out.Services) != 0 || len(out.Failures) != 1 || *out.Failures[0].Reason != "MISSING" || listed() {
		t.Fatalf("a new service is known at once: %+v", out)
	}
	b.step(lag)
	out = look()
	if len(out.Services) != 1 || len(out.Failures) != 0 || !listed() {
		t.Fatalf("a service is not known after %v: %+v", lag, out)
	}
	equal(t, "desired", out.Services[0].DesiredCount, 1)

	if _, err := b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: aws.String("c"), Service: aws.String("web"), DesiredCount: aws.Int32(3)}); err != nil {
		t.Fatal(err)
	}
	var seen []int32
	for range 12 {
		seen = append(seen, look().Services[0].DesiredCount)
	}
	before, after := slices.Index(seen, 1), slices.Index(seen, 3)
	if before < 0 || after < 0 || !slices.Contains(seen[after:], 1) {
		t.Errorf("the desired count is told as %v: it is 3, and was 1; it must go backwards once", seen)
	}
	b.step(lag + time.Second)
	for range 6 {
		equal(t, "desired when the lag is over", look().Services[0].DesiredCount, 3)
	}
}

// What is written is not behind: a change of what reads do not know of yet works.
func TestWritesDoNotLag(t *testing.T) {
	b := newBox(t)
	b.do(sim.SetAPIFault{Fault: sim.APIFault{Name: "lag", Lag: time.Minute}})
	b.do(sim.CreateService{Cluster: "c", Name: "web", Family: "api", Launch: "FARGATE", MinPercent: -1, MaxPercent: -1, Subnets: []string{"subnet-1"}})
	out := must[*ecs.UpdateServiceOutput](t)(b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{
		Cluster: aws.String("c"), Service: aws.String("web"), DesiredCount: aws.Int32(2),
	}))
	equal(t, "desired", out.Service.DesiredCount, 2)
}
