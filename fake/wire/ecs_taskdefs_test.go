package wire_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func TestDescribeTaskDefinition(t *testing.T) {
	b := newBox(t)
	b.do(sim.RegisterTaskDef{Def: apiDef()})
	for identifier, want := range map[string]int32{"api": 2, "api:1": 1, prefix + "task-definition/api:2": 2, prefix + "task-definition/api": 2} {
		out := must[*ecs.DescribeTaskDefinitionOutput](t)(b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String(identifier)}))
		equal(t, "revision of "+identifier, out.TaskDefinition.Revision, want)
		equal(t, "tags not asked for", len(out.Tags), 0)
	}
	out := must[*ecs.DescribeTaskDefinitionOutput](t)(b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{
		TaskDefinition: aws.String("api:1"), Include: []types.TaskDefinitionField{types.TaskDefinitionFieldTags},
	}))
	equal(t, "tag", aws.ToString(out.Tags[0].Value), "b")
	d := out.TaskDefinition
	equal(t, "arn", aws.ToString(d.TaskDefinitionArn), prefix+"task-definition/api:1")
	equal(t, "status", d.Status, types.TaskDefinitionStatusActive)
	equal(t, "size", aws.ToString(d.Cpu)+"/"+aws.ToString(d.Memory), "256/512")
	equal(t, "execution role", aws.ToString(d.ExecutionRoleArn), "arn:aws:iam::123456789012:role/exec")
	k := d.ContainerDefinitions[0]
	equal(t, "image", aws.ToString(k.Image), "api:1")
	equal(t, "environment", aws.ToString(k.Environment[0].Value), "test")
	equal(t, "secret", aws.ToString(k.Secrets[0].Name), "KEY")
	equal(t, "stop timeout", aws.ToInt32(k.StopTimeout), 20)
	equal(t, "check", aws.ToInt32(k.HealthCheck.Interval), 10)
	equal(t, "log group", k.LogConfiguration.Options["awslogs-group"], group)
	for _, bad := range []string{"nope", "api:3", "api:0", "api:x", "arn:aws:ecs:us-east-1:123456789012:task-definition/api:1", "arn:aws:ecs", ""} {
		_, err := b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: aws.String(bad)})
		wantError[*types.ClientException](t, err, "Unable to describe task definition.")
	}
}

func TestListTaskDefinitions(t *testing.T) {
	b := newBox(t)
	for _, family := range []string{"api-b", "api", "web"} {
		d := apiDef()
		d.Family = family
		b.do(sim.RegisterTaskDef{Def: d})
	}
	for name, c := range map[string]struct {
		in   ecs.ListTaskDefinitionsInput
		want string
	}{
		"all":         {ecs.ListTaskDefinitionsInput{}, "api:1 api:2 api-b:1 web:1"},
		"descending":  {ecs.ListTaskDefinitionsInput{Sort: types.SortOrderDesc}, "web:1 api-b:1 api:2 api:1"},
		"of a family": {ecs.ListTaskDefinitionsInput{FamilyPrefix: aws.String("api")}, "api:1 api:2"},
		"inactive":    {ecs.ListTaskDefinitionsInput{Status: types.TaskDefinitionStatusInactive}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out := must[*ecs.ListTaskDefinitionsOutput](t)(b.ecs.ListTaskDefinitions(b.ctx(), &c.in))
			equal(t, "task definitions", names(out.TaskDefinitionArns), c.want)
		})
	}
	for name, c := range map[string]struct {
		in   ecs.ListTaskDefinitionFamiliesInput
		want string
	}{
		"all":      {ecs.ListTaskDefinitionFamiliesInput{}, "api api-b web"},
		"prefix":   {ecs.ListTaskDefinitionFamiliesInput{FamilyPrefix: aws.String("api")}, "api api-b"},
		"active":   {ecs.ListTaskDefinitionFamiliesInput{Status: types.TaskDefinitionFamilyStatusActive}, "api api-b web"},
		"inactive": {ecs.ListTaskDefinitionFamiliesInput{Status: types.TaskDefinitionFamilyStatusInactive}, ""},
	} {
		t.Run("families "+name, func(t *testing.T) {
			out := must[*ecs.ListTaskDefinitionFamiliesOutput](t)(b.ecs.ListTaskDefinitionFamilies(b.ctx(), &c.in))
			equal(t, "families", strings.Join(out.Families, " "), c.want)
		})
	}
}
