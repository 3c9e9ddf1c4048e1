package wire

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

var rewrite = flag.Bool("rewrite", false, "write the page of operations anew")

const (
	operationsPage = "../../docs/simulator-api.md"
	pageBegin      = "<!-- operations -->\n"
	pageEnd        = "<!-- end -->\n"
)

// The page says of every operation of each service whether it is built: by the
// tables here, the SDK's clients, and the members that honours lets pass.
func TestOperationsPage(t *testing.T) {
	honoured := honouredMembers(t,
		ecs.Client{}, cloudwatchlogs.Client{}, cloudwatch.Client{}, applicationautoscaling.Client{}, elbv2.Client{}, autoscaling.Client{}, sts.Client{}, ecr.Client{}, cloudtrail.Client{})
	var b strings.Builder
	for _, s := range []struct {
		name   string
		client any
		built  []string
	}{
		{"Amazon ECS", &ecs.Client{}, slices.Collect(maps.Keys(ecsOperations))},
		{"CloudWatch Logs", &cloudwatchlogs.Client{}, slices.Collect(maps.Keys(logsOperations))},
		{"CloudWatch", &cloudwatch.Client{}, slices.Collect(maps.Keys(cloudWatchActions))},
		{"Application Auto Scaling", &applicationautoscaling.Client{}, slices.Collect(maps.Keys(scalingOperations))},
		{"Elastic Load Balancing", &elbv2.Client{}, slices.Collect(maps.Keys(elbActions))},
		{"Amazon EC2 Auto Scaling", &autoscaling.Client{}, slices.Collect(maps.Keys(autoScalingActions))},
		{"Amazon ECR", &ecr.Client{}, slices.Collect(maps.Keys(ecrOperations))},
		{"AWS CloudTrail", &cloudtrail.Client{}, slices.Collect(maps.Keys(cloudTrailOperations))},
		{"STS", &sts.Client{}, slices.Collect(maps.Keys(stsActions))},
	} {
		section(t, &b, s.name, s.client, s.built, honoured)
	}
	page, err := os.ReadFile(operationsPage)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(page), pageBegin)
	_, tail, ok := strings.Cut(rest, pageEnd)
	if !ok {
		t.Fatal("the page has no place for the operations")
	}
	want := head + pageBegin + b.String() + pageEnd + tail
	switch {
	case *rewrite:
		if err := os.WriteFile(operationsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	case want != string(page):
		t.Error("docs/simulator-api.md is not what is built, or an operation is new: run make golden, or go test ./fake/wire -run TestOperationsPage -rewrite, and look at the diff")
	}
}

// remarks are what an operation refuses of the values of members that it knows.
var remarks = map[string]string{
	"CloudWatch GetMetricData":                 "refuses expressions",
	"Elastic Load Balancing CreateTargetGroup": "has the target types ip and instance, not lambda and alb",
	"Elastic Load Balancing CreateRule":        "keeps conditions, which do not decide whom simulated clients reach",
}

func section(t *testing.T, b *strings.Builder, name string, client any, built []string, honoured honouredTypes) {
	all := sdkOperations(client)
	for _, op := range built {
		if all[op] == nil {
			t.Errorf("%s has no operation %s", name, op)
		}
	}
	fmt.Fprintf(b, "\n### %s: %d of %d\n\n| operation | |\n|---|---|\n", name, len(built), len(all))
	var not []string
	for _, op := range slices.Sorted(maps.Keys(all)) {
		if !slices.Contains(built, op) {
			not = append(not, op)
			continue
		}
		var less []string
		if refused := honoured.refused(all[op], "", nil); len(refused) > 0 {
			less = append(less, "refuses "+strings.Join(refused, "; "))
		}
		if remark := remarks[name+" "+op]; remark != "" {
			less = append(less, remark)
		}
		state := "built"
		if len(less) > 0 {
			state = "partial: " + strings.Join(less, "; ")
		}
		fmt.Fprintf(b, "| %s | %s |\n", op, state)
	}
	fmt.Fprintf(b, "\nNot built: %s.\n", strings.Join(not, ", "))
}

// What API faults may name is what is served.
func TestActionsAreThoseServed(t *testing.T) {
	var served []string
	for _, s := range jsonServices {
		for name := range s.operations {
			served = append(served, s.prefix+":"+name)
		}
	}
	for _, s := range queryServices {
		for name := range s.actions {
			served = append(served, s.prefix+":"+name)
		}
	}
	slices.Sort(served)
	served = slices.Compact(served) // CloudWatch speaks both
	known := sim.Actions()
	slices.Sort(known)
	if !slices.Equal(served, known) {
		for _, a := range served {
			if !slices.Contains(known, a) {
				t.Errorf("fake/sim/actions.go lacks %s", a)
			}
		}
		for _, a := range known {
			if !slices.Contains(served, a) {
				t.Errorf("fake/sim/actions.go has %s, which is not served", a)
			}
		}
	}
}

// sdkOperations are the inputs of a client's operations, by their names.
func sdkOperations(client any) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	t := reflect.TypeOf(client)
	for i := range t.NumMethod() {
		if m := t.Method(i); m.Type.NumIn() == 4 && m.Type.NumOut() == 2 {
			out[m.Name] = m.Type.In(2).Elem()
		}
	}
	return out
}
