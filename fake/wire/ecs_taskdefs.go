package wire

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func describeTaskDefinition(c call, in *ecs.DescribeTaskDefinitionInput) (*ecs.DescribeTaskDefinitionOutput, error) {
	if err := eachValued("include", in.Include); err != nil {
		return nil, err
	}
	d := c.taskDef(aws.ToString(in.TaskDefinition))
	if d == nil {
		return nil, errNoTaskDef
	}
	return &ecs.DescribeTaskDefinitionOutput{
		TaskDefinition: c.projectTaskDef(d),
		Tags:           tags(d.Tags, slices.Contains(in.Include, types.TaskDefinitionFieldTags)),
	}, nil
}

func listTaskDefinitions(c call, in *ecs.ListTaskDefinitionsInput) (*ecs.ListTaskDefinitionsOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(valued("status", in.Status), valued("sort", in.Sort)); err != nil {
		return nil, err
	}
	status := in.Status
	if status == "" {
		status = types.TaskDefinitionStatusActive
	}
	var rows []*sim.TaskDef
	for _, family := range c.view.Families() {
		if p := aws.ToString(in.FamilyPrefix); p != "" && p != family {
			continue // the prefix of this operation is a full name (SDK ecs)
		}
		for _, d := range c.view.Revisions(family) {
			if d.Status == string(status) {
				rows = append(rows, d)
			}
		}
	}
	l := listing[*sim.TaskDef]{
		rows: rows, key: taskDefKey, descending: in.Sort == types.SortOrderDesc,
		scope: scopeOf("ListTaskDefinitions", aws.ToString(in.FamilyPrefix), in.Sort, status),
	}
	if l.descending {
		slices.Reverse(l.rows)
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListTaskDefinitionsOutput{TaskDefinitionArns: each(rows, c.taskDefARN), NextToken: next}, nil
}

// taskDefKey sorts by family and then by revision as a number. A space comes
// before every character that a family may have, so that a family sorts before
// those that it is a prefix of.
func taskDefKey(d *sim.TaskDef) string { return fmt.Sprintf("%s %010d", d.Family, d.Revision) }

func listTaskDefinitionFamilies(c call, in *ecs.ListTaskDefinitionFamiliesInput) (*ecs.ListTaskDefinitionFamiliesOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	if err := valued("status", in.Status); err != nil {
		return nil, err
	}
	var rows []string
	for _, family := range c.view.Families() {
		active := c.view.TaskDef(family, 0) != nil
		matches := in.Status == "" || in.Status == types.TaskDefinitionFamilyStatusAll || active == (in.Status == types.TaskDefinitionFamilyStatusActive)
		if matches && strings.HasPrefix(family, aws.ToString(in.FamilyPrefix)) {
			rows = append(rows, family)
		}
	}
	l := listing[string]{
		rows: rows, key: func(family string) string { return family },
		scope: scopeOf("ListTaskDefinitionFamilies", aws.ToString(in.FamilyPrefix), in.Status),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListTaskDefinitionFamiliesOutput{Families: append([]string{}, rows...), NextToken: next}, nil
}
