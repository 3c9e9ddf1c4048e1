package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// services tries what is about a service, and what the service leads to.
func (p *probe) services(ctx context.Context, on probeSubject) {
	name := inventedName
	out := attempt(ctx, p, "ecs:ListServices", on, p.ecs.ListServices, &ecs.ListServicesInput{Cluster: &p.cluster, MaxResults: sdk.Int32(1)})
	if out != nil && len(out.ServiceArns) > 0 {
		name = out.ServiceArns[0]
	}
	of := probeSubject{target: "service " + lastPart(p.cluster) + "/" + lastPart(name), invented: name == inventedName}
	var found ecstypes.Service
	if out := attempt(ctx, p, "ecs:DescribeServices", of, p.ecs.DescribeServices, &ecs.DescribeServicesInput{Cluster: &p.cluster, Services: []string{name}}); out != nil && len(out.Services) > 0 {
		found = out.Services[0]
	}
	sideways(
		func() { p.history(ctx, of, name) },
		func() { p.express(ctx, of, found) },
		func() { p.definition(ctx, found) },
	)
}

// history tries what is about the deployments of a service.
func (p *probe) history(ctx context.Context, of probeSubject, name string) {
	out := attempt(ctx, p, "ecs:ListServiceDeployments", of, p.ecs.ListServiceDeployments, &ecs.ListServiceDeploymentsInput{Cluster: &p.cluster, Service: &name, MaxResults: sdk.Int32(1)})
	if out == nil || len(out.ServiceDeployments) == 0 {
		p.leave("there is no deployment to try it on", "ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions")
		return
	}
	last := out.ServiceDeployments[0]
	attempt(ctx, p, "ecs:DescribeServiceDeployments", of, p.ecs.DescribeServiceDeployments, &ecs.DescribeServiceDeploymentsInput{
		ServiceDeploymentArns: []string{sdk.ToString(last.ServiceDeploymentArn)},
	})
	attempt(ctx, p, "ecs:DescribeServiceRevisions", of, p.ecs.DescribeServiceRevisions, &ecs.DescribeServiceRevisionsInput{
		ServiceRevisionArns: []string{sdk.ToString(last.TargetServiceRevisionArn)},
	})
}

// express asks about Express Mode. Of a service that it does not look after,
// AWS says so to those who may ask.
func (p *probe) express(ctx context.Context, of probeSubject, s ecstypes.Service) {
	if s.ServiceArn == nil {
		p.leave("there is no service to try it on", "ecs:DescribeExpressGatewayService")
		return
	}
	attempt(ctx, p, "ecs:DescribeExpressGatewayService", of, p.ecs.DescribeExpressGatewayService, &ecs.DescribeExpressGatewayServiceInput{ServiceArn: s.ServiceArn})
}

// definition tries what a task definition leads to: log lines.
func (p *probe) definition(ctx context.Context, s ecstypes.Service) {
	name := sdk.ToString(s.TaskDefinition)
	on := probeSubject{target: "task definition " + lastPart(name)}
	if name == "" {
		name, on = inventedName, probeSubject{target: "task definition " + inventedName, invented: true}
	}
	var def ecstypes.TaskDefinition
	if out := attempt(ctx, p, "ecs:DescribeTaskDefinition", on, p.ecs.DescribeTaskDefinition, &ecs.DescribeTaskDefinitionInput{TaskDefinition: &name}); out != nil && out.TaskDefinition != nil {
		def = *out.TaskDefinition
	}
	p.images(ctx, def.ContainerDefinitions)
	p.lines(ctx, groupOf(def))
}

// images tries Amazon ECR on the first image that is there and in this region,
// else on a repository that does not exist.
func (p *probe) images(ctx context.Context, containers []ecstypes.ContainerDefinition) {
	on := probeSubject{target: "the images of a repository", invented: true}
	in := &ecr.DescribeImagesInput{RepositoryName: sdk.String(inventedName)}
	for _, c := range containers {
		image, ok := parseImage(sdk.ToString(c.Image))
		if !ok || image.region != p.b.region {
			continue
		}
		on = probeSubject{target: "repository " + image.name}
		in = &ecr.DescribeImagesInput{RegistryId: &image.account, RepositoryName: &image.name, ImageIds: []ecrtypes.ImageIdentifier{image.id()}}
		break
	}
	attempt(ctx, p, describeImages, on, p.ecr.DescribeImages, in)
}

// groupOf is the log group that a container of a task definition writes to, ""
// for none.
func groupOf(d ecstypes.TaskDefinition) string {
	for _, c := range d.ContainerDefinitions {
		if l := c.LogConfiguration; l != nil && l.LogDriver == ecstypes.LogDriverAwslogs && l.Options["awslogs-group"] != "" {
			return l.Options["awslogs-group"]
		}
	}
	return ""
}

// lines tries what is about a log group. Without one that is used, the first
// that there is will do.
func (p *probe) lines(ctx context.Context, group string) {
	out := attempt(ctx, p, "logs:DescribeLogGroups", probeSubject{target: "the log groups"}, p.logs.DescribeLogGroups, &cloudwatchlogs.DescribeLogGroupsInput{Limit: sdk.Int32(1)})
	if group == "" && out != nil && len(out.LogGroups) > 0 {
		group = sdk.ToString(out.LogGroups[0].LogGroupName)
	}
	on := probeSubject{target: "log group " + group}
	if group == "" {
		group, on = inventedName, probeSubject{target: "log group " + inventedName, invented: true}
	}
	attempt(ctx, p, filterLogEvents, on, p.logs.FilterLogEvents, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: &group, Limit: sdk.Int32(1), StartTime: sdk.Int64(p.b.now().Add(-time.Minute).UnixMilli()),
	})
	attempt(ctx, p, "logs:DescribeLogStreams", on, p.logs.DescribeLogStreams, &cloudwatchlogs.DescribeLogStreamsInput{LogGroupName: &group, Limit: sdk.Int32(1)})
	p.leave("a session is charged by the minute; where it is denied, lines are polled", "logs:StartLiveTail")
}
