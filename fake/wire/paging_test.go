package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// pages reads all pages of a list and wants each row once, in order, and pages
// of the given sizes.
func pages(t *testing.T, sizes []int, page func(token *string) ([]string, *string, error)) []string {
	t.Helper()
	var all []string
	var got []int
	for token := (*string)(nil); ; {
		rows, next, err := page(token)
		if err != nil {
			t.Fatal(err)
		}
		all, got = append(all, rows...), append(got, len(rows))
		if next == nil {
			break
		}
		token = next
	}
	if !slices.Equal(got, sizes) {
		t.Errorf("pages have %d rows, want %d", got, sizes)
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(all)))
	if len(sorted) != len(all) {
		t.Errorf("%d rows, of which %d are different", len(all), len(sorted))
	}
	return all
}

func TestPagesOfClustersAndServices(t *testing.T) {
	b := newBox(t)
	for i := range 120 {
		name := fmt.Sprintf("n%03d", i)
		b.do(sim.CreateCluster{Name: name})
		b.do(sim.CreateService{Cluster: "c", Name: name, Family: "api", Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	all := pages(t, []int{100, 21}, func(token *string) ([]string, *string, error) {
		out, err := b.ecs.ListClusters(b.ctx(), &ecs.ListClustersInput{NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return out.ClusterArns, out.NextToken, nil
	})
	if !slices.IsSorted(all) {
		t.Errorf("clusters are not sorted: %q", all)
	}
	services := func(size *int32) func(token *string) ([]string, *string, error) {
		return func(token *string) ([]string, *string, error) {
			out, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("c"), NextToken: token, MaxResults: size})
			if err != nil {
				return nil, nil, err
			}
			return out.ServiceArns, out.NextToken, nil
		}
	}
	pages(t, slices.Repeat([]int{10}, 12), services(nil))
	pages(t, []int{100, 20}, services(aws.Int32(100)))
	pages(t, []int{50, 50, 20}, services(aws.Int32(50)))
}

func TestPagesOfTasks(t *testing.T) {
	b := newBox(t)
	b.service("api", 230)
	list := func(token *string) ([]string, *string, error) {
		out, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: aws.String("c"), NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return out.TaskArns, out.NextToken, nil
	}
	all := pages(t, []int{100, 100, 30}, list)
	again := pages(t, []int{100, 100, 30}, list)
	if !slices.Equal(all, again) {
		t.Error("asked twice, the tasks come in another order")
	}
}

// A row that goes away between two pages, be it the one that the token names,
// takes no other with it.
func TestRowsThatGoBetweenPages(t *testing.T) {
	b := newBox(t)
	for i := range 6 {
		b.do(sim.CreateService{Cluster: "c", Name: fmt.Sprintf("s%d", i), Family: "api", Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	list := func(token *string) *ecs.ListServicesOutput {
		return must[*ecs.ListServicesOutput](t)(b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: aws.String("c"), MaxResults: aws.Int32(3), NextToken: token}))
	}
	first := list(nil)
	equal(t, "first page", names(first.ServiceArns), "s0 s1 s2")
	b.do(sim.DeleteService{Cluster: "c", Name: "s2"})
	b.do(sim.DeleteService{Cluster: "c", Name: "s0"})
	second := list(first.NextToken)
	equal(t, "second page", names(second.ServiceArns), "s3 s4 s5")
	if second.NextToken != nil {
		t.Error("the last page has a token")
	}
}

func TestPagesDescend(t *testing.T) {
	b := newBox(t)
	for range 11 {
		b.do(sim.RegisterTaskDef{Def: apiDef()})
	}
	all := pages(t, []int{5, 5, 2}, func(token *string) ([]string, *string, error) {
		out, err := b.ecs.ListTaskDefinitions(b.ctx(), &ecs.ListTaskDefinitionsInput{Sort: types.SortOrderDesc, MaxResults: aws.Int32(5), NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return out.TaskDefinitionArns, out.NextToken, nil
	})
	equal(t, "order", names(all), "api:12 api:11 api:10 api:9 api:8 api:7 api:6 api:5 api:4 api:3 api:2 api:1")
}

func TestTokensAreTheirRequests(t *testing.T) {
	b := newBox(t)
	b.service("api", 3)
	c := aws.String("c")
	out := must[*ecs.ListTasksOutput](t)(b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: c, MaxResults: aws.Int32(1)}))
	const text = "The specified nextToken is invalid."
	for name, in := range map[string]ecs.ListTasksInput{
		"nonsense":       {NextToken: aws.String("nonsense")},
		"another filter": {NextToken: out.NextToken, Family: aws.String("api")},
		"cut short":      {NextToken: aws.String((*out.NextToken)[:20])},
		"changed":        {NextToken: aws.String(*out.NextToken + "AAAA")},
	} {
		t.Run(name, func(t *testing.T) {
			in.Cluster = c
			_, err := b.ecs.ListTasks(b.ctx(), &in)
			wantError[*types.InvalidParameterException](t, err, text)
		})
	}
	_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: c, NextToken: out.NextToken})
	wantError[*types.InvalidParameterException](t, err, text)
	b.step(time.Minute)
	must[*ecs.ListTasksOutput](t)(b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: c, NextToken: out.NextToken}))
	for _, n := range []int32{0, -1, 101} {
		_, err := b.ecs.ListTasks(b.ctx(), &ecs.ListTasksInput{Cluster: c, MaxResults: aws.Int32(n)})
		wantError[*types.InvalidParameterException](t, err, fmt.Sprintf("maxResults must be between 1 and 100, but was %d.", n))
	}
}
