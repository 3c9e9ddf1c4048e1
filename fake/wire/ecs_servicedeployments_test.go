package wire_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// deployments are the service deployments of a service, newest first.
func (b *box) deployments(name string) []types.ServiceDeploymentBrief {
	b.t.Helper()
	out := must[*ecs.ListServiceDeploymentsOutput](b.t)(b.ecs.ListServiceDeployments(b.ctx(), &ecs.ListServiceDeploymentsInput{Cluster: aws.String("c"), Service: aws.String(name)}))
	return out.ServiceDeployments
}

// deployment is the newest service deployment of a service in full.
func (b *box) deployment(name string) types.ServiceDeployment {
	b.t.Helper()
	arn := *b.deployments(name)[0].ServiceDeploymentArn
	out := must[*ecs.DescribeServiceDeploymentsOutput](b.t)(b.ecs.DescribeServiceDeployments(b.ctx(), &ecs.DescribeServiceDeploymentsInput{ServiceDeploymentArns: []string{arn}}))
	if len(out.ServiceDeployments) != 1 {
		b.t.Fatalf("%s: %+v", arn, out)
	}
	return out.ServiceDeployments[0]
}

func TestServiceDeploymentsOfRollingUpdates(t *testing.T) {
	b := newBox(t)
	b.service("api", 2)
	first := b.deployment("api")
	equal(t, "status", first.Status, types.ServiceDeploymentStatusSuccessful)
	equal(t, "sources of the first", len(first.SourceServiceRevisions), 0)
	b.do(sim.UpdateService{Cluster: "c", Name: "api", Force: true})
	equal(t, "at once", b.deployment("api").Status, types.ServiceDeploymentStatusPending)
	b.step(30 * time.Second)
	d := b.deployment("api")
	equal(t, "on its way", d.Status, types.ServiceDeploymentStatusInProgress)
	equal(t, "strategy", d.DeploymentConfiguration.Strategy, types.DeploymentStrategyRolling)
	equal(t, "breaker", d.DeploymentCircuitBreaker.Status, types.ServiceDeploymentRollbackMonitorsStatusDisabled)
	equal(t, "source", aws.ToString(d.SourceServiceRevisions[0].Arn), aws.ToString(first.TargetServiceRevision.Arn))
	equal(t, "source's tasks", d.SourceServiceRevisions[0].RunningTaskCount, 2)
	equal(t, "wanted", d.TargetServiceRevision.RequestedTaskCount, 2)
	if !regexp.MustCompile(`^` + prefix + `service-deployment/c/api/[A-Za-z0-9_-]{21}$`).MatchString(*d.ServiceDeploymentArn) {
		t.Errorf("service deployment ARN %s", *d.ServiceDeploymentArn)
	}
	if !regexp.MustCompile(`^` + prefix + `service-revision/c/api/[0-9]{19}$`).MatchString(*d.TargetServiceRevision.Arn) {
		t.Errorf("revision ARN %s", *d.TargetServiceRevision.Arn)
	}
	s := b.describe("api")
	equal(t, "current", aws.ToString(s.CurrentServiceDeployment), *d.ServiceDeploymentArn)
	equal(t, "current revisions", len(s.CurrentServiceRevisions), 2)
	b.step(10 * time.Minute)
	d = b.deployment("api")
	equal(t, "at last", d.Status, types.ServiceDeploymentStatusSuccessful)
	if d.FinishedAt == nil || d.StartedAt == nil || d.StoppedAt != nil {
		t.Errorf("finished %v, started %v, stopped %v", d.FinishedAt, d.StartedAt, d.StoppedAt)
	}
}

func TestDescribeServiceRevisions(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	arn := *b.deployments("api")[0].TargetServiceRevisionArn
	gone := prefix + "service-revision/c/api/1"
	out := must[*ecs.DescribeServiceRevisionsOutput](t)(b.ecs.DescribeServiceRevisions(b.ctx(), &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: []string{arn, gone}}))
	equal(t, "failure", aws.ToString(out.Failures[0].Arn)+" "+aws.ToString(out.Failures[0].Reason), gone+" MISSING")
	r := out.ServiceRevisions[0]
	equal(t, "task definition", aws.ToString(r.TaskDefinition), prefix+"task-definition/api:1")
	equal(t, "image", aws.ToString(r.ContainerImages[0].Image), "api:1")
	equal(t, "digest", len(aws.ToString(r.ContainerImages[0].ImageDigest)), len("sha256:")+64)
	equal(t, "subnet", r.NetworkConfiguration.AwsvpcConfiguration.Subnets[0], "subnet-1")
	equal(t, "platform", aws.ToString(r.PlatformVersion), "1.4.0")
	_, err := b.ecs.DescribeServiceRevisions(b.ctx(), &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: make([]string, 21)})
	wantCode(t, err, "InvalidParameterException", "serviceRevisionArns can have at most 20 items.")
}

func TestListServiceDeploymentsFiltersAndPages(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	for range 3 {
		b.do(sim.UpdateService{Cluster: "c", Name: "api", Force: true})
		b.step(2 * time.Second)
	}
	in := &ecs.ListServiceDeploymentsInput{Cluster: aws.String("c"), Service: aws.String("api"), Status: []types.ServiceDeploymentStatus{types.ServiceDeploymentStatusStopped}}
	stopped := must[*ecs.ListServiceDeploymentsOutput](t)(b.ecs.ListServiceDeployments(b.ctx(), in))
	equal(t, "stopped", len(stopped.ServiceDeployments), 2)
	in.Status, in.MaxResults = nil, aws.Int32(3)
	page := must[*ecs.ListServiceDeploymentsOutput](t)(b.ecs.ListServiceDeployments(b.ctx(), in))
	equal(t, "first page", len(page.ServiceDeployments), 3)
	in.NextToken = page.NextToken
	rest := must[*ecs.ListServiceDeploymentsOutput](t)(b.ecs.ListServiceDeployments(b.ctx(), in))
	equal(t, "second page", len(rest.ServiceDeployments), 1)
	equal(t, "the oldest", rest.ServiceDeployments[0].Status, types.ServiceDeploymentStatusSuccessful)
	in.NextToken, in.CreatedAt = nil, &types.CreatedAt{After: rest.ServiceDeployments[0].CreatedAt}
	equal(t, "after the first", len(must[*ecs.ListServiceDeploymentsOutput](t)(b.ecs.ListServiceDeployments(b.ctx(), in)).ServiceDeployments), 3)
	in.MaxResults = aws.Int32(101)
	_, err := b.ecs.ListServiceDeployments(b.ctx(), in)
	wantCode(t, err, "InvalidParameterException", "maxResults must be between 1 and 100, but was 101.")
}
