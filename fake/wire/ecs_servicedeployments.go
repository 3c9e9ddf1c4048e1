package wire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	smithytime "github.com/aws/smithy-go/time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Pages and batches of service deployments (SDK ecs, ListServiceDeployments
// and DescribeServiceDeployments).
const (
	deploymentPageNormally = 20
	deploymentsAtMost      = 20
)

// listDeploymentsInput is the SDK's input with its times as they are sent.
type listDeploymentsInput struct {
	ecs.ListServiceDeploymentsInput
	CreatedAt struct{ After, Before epoch }
}

// epoch is a time of awsJson: seconds since 1970, with a fraction.
type epoch struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (e *epoch) UnmarshalJSON(text []byte) error {
	var seconds float64
	if err := json.Unmarshal(text, &seconds); err != nil {
		return fmt.Errorf("a time must be a number of seconds: %w", err)
	}
	e.Time = smithytime.ParseEpochSeconds(seconds)
	return nil
}

func listServiceDeployments(c call, in *listDeploymentsInput) (*ecs.ListServiceDeploymentsOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, deploymentPageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	if err := eachValued("status", in.Status); err != nil {
		return nil, err
	}
	s, err := c.service(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	var rows []*sim.ServiceDeployment
	for _, d := range s.ServiceDeployments {
		if matchesDeployment(d, in) {
			rows = append(rows, d)
		}
	}
	// Newest first; the key's time has one width, so text sorts like time.
	l := listing[*sim.ServiceDeployment]{
		rows: rows, descending: true, scope: scopeOf("ListServiceDeployments", s.Cluster, s.Name, in.Status, in.CreatedAt.After, in.CreatedAt.Before),
		key: func(d *sim.ServiceDeployment) string {
			return d.CreatedAt.UTC().Format("20060102150405.000000000") + d.ID
		},
	}
	model.Sort(l.rows, func(a, b *sim.ServiceDeployment) int { return cmp.Compare(l.key(b), l.key(a)) })
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListServiceDeploymentsOutput{
		ServiceDeployments: each(rows, func(d *sim.ServiceDeployment) types.ServiceDeploymentBrief { return c.briefDeployment(s, d) }), NextToken: next,
	}, nil
}

func matchesDeployment(d *sim.ServiceDeployment, in *listDeploymentsInput) bool {
	after, before := in.CreatedAt.After, in.CreatedAt.Before
	if !after.IsZero() && !d.CreatedAt.After(after.Time) || !before.IsZero() && !d.CreatedAt.Before(before.Time) {
		return false
	}
	return len(in.Status) == 0 || slices.Contains(in.Status, types.ServiceDeploymentStatus(d.Status))
}

func describeServiceDeployments(c call, in *ecs.DescribeServiceDeploymentsInput) (*ecs.DescribeServiceDeploymentsOutput, error) {
	if len(in.ServiceDeploymentArns) == 0 {
		return nil, invalid("serviceDeploymentArns cannot be empty.")
	}
	if err := batch("serviceDeploymentArns", in.ServiceDeploymentArns, deploymentsAtMost); err != nil {
		return nil, err
	}
	out := &ecs.DescribeServiceDeploymentsOutput{ServiceDeployments: []types.ServiceDeployment{}, Failures: []types.Failure{}}
	for _, arn := range in.ServiceDeploymentArns {
		s, id, err := c.ofService("service-deployment", arn)
		if err != nil {
			return nil, err
		}
		if s != nil {
			if d := s.ServiceDeployment(id); d != nil {
				out.ServiceDeployments = append(out.ServiceDeployments, c.projectServiceDeployment(s, d))
				continue
			}
		}
		out.Failures = append(out.Failures, types.Failure{Arn: aws.String(arn), Reason: aws.String(missing)})
	}
	return out, nil
}

func describeServiceRevisions(c call, in *ecs.DescribeServiceRevisionsInput) (*ecs.DescribeServiceRevisionsOutput, error) {
	if len(in.ServiceRevisionArns) == 0 {
		return nil, invalid("serviceRevisionArns cannot be empty.")
	}
	if err := batch("serviceRevisionArns", in.ServiceRevisionArns, deploymentsAtMost); err != nil {
		return nil, err
	}
	out := &ecs.DescribeServiceRevisionsOutput{ServiceRevisions: []types.ServiceRevision{}, Failures: []types.Failure{}}
	for _, arn := range in.ServiceRevisionArns {
		s, id, err := c.ofService("service-revision", arn)
		if err != nil {
			return nil, err
		}
		if s != nil {
			if r := s.ServiceRevision(id); r != nil {
				out.ServiceRevisions = append(out.ServiceRevisions, c.projectRevision(s, r))
				continue
			}
		}
		out.Failures = append(out.Failures, types.Failure{Arn: aws.String(arn), Reason: aws.String(missing)})
	}
	return out, nil
}

func stopServiceDeployment(c call, in *ecs.StopServiceDeploymentInput) (*ecs.StopServiceDeploymentOutput, error) {
	s, id, err := c.ofService("service-deployment", aws.ToString(in.ServiceDeploymentArn))
	if err != nil {
		return nil, err
	}
	cmd := sim.StopServiceDeployment{ID: id, StopType: string(in.StopType)}
	if s != nil {
		cmd.Cluster, cmd.Service = s.Cluster, s.Name
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &ecs.StopServiceDeploymentOutput{ServiceDeploymentArn: in.ServiceDeploymentArn}, nil
}

func continueServiceDeployment(c call, in *ecs.ContinueServiceDeploymentInput) (*ecs.ContinueServiceDeploymentOutput, error) {
	s, id, err := c.ofService("service-deployment", aws.ToString(in.ServiceDeploymentArn))
	if err != nil {
		return nil, err
	}
	cmd := sim.ContinueServiceDeployment{ID: id, Hook: aws.ToString(in.HookId), Action: string(in.Action)}
	if s != nil {
		cmd.Cluster, cmd.Service = s.Cluster, s.Name
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	return &ecs.ContinueServiceDeploymentOutput{ServiceDeploymentArn: in.ServiceDeploymentArn}, nil
}

// ofService takes an ARN of something of a service apart: the service, nil
// when it is not of this world, and the id within it.
func (c call) ofService(kind, arn string) (*sim.Service, string, error) {
	if !strings.HasPrefix(arn, "arn:") {
		return nil, "", invalid("Invalid identifier: %s is not an ARN of Amazon ECS.", arn)
	}
	parts, local, err := c.path(kind, arn)
	if err != nil {
		return nil, "", err
	}
	if len(parts) != 3 {
		return nil, "", invalid("Invalid identifier: Unexpected number of separators")
	}
	if !local {
		return nil, "", nil
	}
	return c.view.Service(sim.Key{Cluster: parts[0], Name: parts[1]}), parts[2], nil
}
