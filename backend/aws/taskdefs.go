package aws

import (
	"cmp"
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// TaskDefinition describes one revision, or with Revision 0 the newest active
// one. A revision that was active is asked for once: it never changes, save that
// it can be deregistered, which nothing that runs it notices.
func (b *Backend) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	r := request{"ecs:DescribeTaskDefinition", "task definition " + ref.String()}
	if ref.Family == "" {
		return model.TaskDefinition{}, &backend.Error{Kind: backend.KindInvalid, Op: r.op, Target: r.target, Message: "the family has no name"}
	}
	if d, ok := b.kept(ref); ok {
		return d, nil
	}
	out, err := invoke(ctx, b, r, b.ecs.DescribeTaskDefinition, &ecs.DescribeTaskDefinitionInput{TaskDefinition: sdk.String(ref.String())})
	if err != nil {
		return model.TaskDefinition{}, err
	}
	if out.TaskDefinition == nil {
		return model.TaskDefinition{}, &backend.Error{Kind: backend.KindInvalid, Op: r.op, Target: r.target, Message: "the answer holds no task definition"}
	}
	d := toTaskDefinition(*out.TaskDefinition)
	b.keep(d)
	return d, nil
}

func (b *Backend) kept(ref model.TaskDefRef) (model.TaskDefinition, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d, ok := b.defs[ref.String()]
	return d, ok
}

func (b *Backend) keep(d model.TaskDefinition) {
	if d.Ref.Revision == 0 || d.Status != string(ecstypes.TaskDefinitionStatusActive) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.defs[d.Ref.String()] = d
}

// TaskDefinitions lists the active revisions of a family, or of all families
// when it is "", newest first within a family.
func (b *Backend) TaskDefinitions(ctx context.Context, family string) ([]model.TaskDefRef, error) {
	r := request{"ecs:ListTaskDefinitions", "the task definitions"}
	if family != "" {
		r.target = "task definition family " + family
	}
	var refs []model.TaskDefRef
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListTaskDefinitions, &ecs.ListTaskDefinitionsInput{
			FamilyPrefix: optional(family), Status: ecstypes.TaskDefinitionStatusActive, Sort: ecstypes.SortOrderDesc,
			MaxResults: sdk.Int32(100), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		return out.TaskDefinitionArns, sdk.ToString(out.NextToken), nil
	}, func(arns []string) {
		for _, arn := range arns {
			if ref := taskDefRef(arn); family == "" || ref.Family == family {
				refs = append(refs, ref)
			}
		}
	})
	model.Sort(refs, func(x, y model.TaskDefRef) int {
		return cmp.Or(cmp.Compare(x.Family, y.Family), cmp.Compare(y.Revision, x.Revision))
	})
	if err != nil && len(refs) > 0 {
		return refs, &backend.Partial{Err: err}
	}
	return refs, err
}
