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

// Tags reads the tags of a resource of ECS, sorted by key.
func (b *Backend) Tags(ctx context.Context, arn string) ([]model.Tag, error) {
	out, err := invoke(ctx, b, request{"ecs:ListTagsForResource", arn}, b.ecs.ListTagsForResource, &ecs.ListTagsForResourceInput{ResourceArn: &arn})
	if err != nil {
		return nil, err
	}
	rows := each(out.Tags, func(t ecstypes.Tag) model.Tag {
		return model.Tag{Key: sdk.ToString(t.Key), Value: sdk.ToString(t.Value)}
	})
	model.Sort(rows, func(x, y model.Tag) int { return cmp.Compare(x.Key, y.Key) })
	return rows, nil
}

// Families lists the families with an active task definition, sorted.
func (b *Backend) Families(ctx context.Context) ([]string, error) {
	r := request{"ecs:ListTaskDefinitionFamilies", "the task definition families"}
	var rows []string
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListTaskDefinitionFamilies, &ecs.ListTaskDefinitionFamiliesInput{
			Status: ecstypes.TaskDefinitionFamilyStatusActive, MaxResults: sdk.Int32(100), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		return out.Families, sdk.ToString(out.NextToken), nil
	}, func(families []string) { rows = append(rows, families...) })
	rows = distinct(rows)
	if err != nil && len(rows) > 0 {
		return rows, &backend.Partial{Err: err}
	}
	return rows, err
}
