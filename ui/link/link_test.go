package link

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

var (
	prod  = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
	china = model.ClusterRef{Partition: "aws-cn", Region: "cn-north-1", Account: "123456789012", Name: "prod"}
	gov   = model.ClusterRef{Partition: "aws-us-gov", Region: "us-gov-west-1", Account: "123456789012", Name: "prod"}
)

const (
	taskID = "1d4985c1b7ab4f5c9c4b3d2f1e0a9b8c"
	group  = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/order/0a1b2c3d4e5f6071"
)

func in(c model.ClusterRef) model.ClusterRef {
	c.Name = ""
	return c
}

// places are one of each kind, with its ARN and its address.
var places = []struct {
	place        Place
	arn, console string
}{
	{Place{Ref: screen.OfCluster(prod)}, "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services?region=eu-west-1"},
	{Place{Ref: screen.OfCluster(prod), Tab: "infrastructure"}, "",
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/infrastructure?region=eu-west-1"},
	{Place{Ref: screen.OfService(china.Service("api"))}, "arn:aws-cn:ecs:cn-north-1:123456789012:service/prod/api",
		"https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/prod/services/api/health?region=cn-north-1"},
	{Place{Ref: screen.OfService(prod.Service("api")), Tab: "events"}, "",
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/api/events?region=eu-west-1"},
	{Place{Ref: screen.OfTask(gov.Task(taskID), "")}, "arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task/prod/" + taskID,
		"https://us-gov-west-1.console.amazonaws-us-gov.com/ecs/v2/clusters/prod/tasks/" + taskID + "/configuration?region=us-gov-west-1"},
	{Place{Ref: screen.OfTaskDef(in(prod), prod.TaskDef("order", 17))}, "arn:aws:ecs:eu-west-1:123456789012:task-definition/order:17",
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/task-definitions/order/17/containers?region=eu-west-1"},
	{Place{Ref: screen.OfTaskDef(in(prod), prod.TaskDef("order", 0))}, "arn:aws:ecs:eu-west-1:123456789012:task-definition/order",
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/task-definitions/order?region=eu-west-1"},
	{Place{Ref: screen.OfInstance(prod.Instance(taskID))}, "arn:aws:ecs:eu-west-1:123456789012:container-instance/prod/" + taskID,
		"https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/infrastructure/container-instances/" + taskID + "?region=eu-west-1"},
	{Place{Ref: screen.OfCluster(in(prod)), Group: "/ecs/api"}, "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/api:*",
		"https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Fecs$252Fapi"},
	{Place{Ref: screen.OfCluster(in(prod)), TargetGroup: group}, group,
		"https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#TargetGroup:targetGroupArn=" + group},
	{Place{Ref: screen.OfCluster(in(prod)), Alarm: "api cpu 100%"}, "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:api cpu 100%",
		"https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/api%20cpu%20100%25"},
}

// TestRoundTrip: what is written is read again. An address says no account.
func TestRoundTrip(t *testing.T) {
	for _, c := range places {
		if got := c.place.Console(); got != c.console {
			t.Errorf("%+v is written\n%s, want\n%s", c.place, got, c.console)
		}
		want := c.place
		if c.place.TargetGroup == "" { // whose address has its ARN
			want.Cluster.Account = ""
			if !want.TaskDef.IsZero() {
				want.TaskDef.Account = ""
			}
		}
		if got, err := Parse(c.console); err != nil || got != want {
			t.Errorf("%s is read as\n%+v, want\n%+v (%v)", c.console, got, want, err)
		}
		if c.arn == "" {
			continue
		}
		if got := c.place.ARN(); got != c.arn {
			t.Errorf("%+v is named %s, want %s", c.place, got, c.arn)
		}
		if got, err := Parse(" " + c.arn + "\n"); err != nil || got != c.place {
			t.Errorf("%s is read as\n%+v, want\n%+v (%v)", c.arn, got, c.place, err)
		}
	}
}

func TestParse(t *testing.T) {
	west := model.ClusterRef{Partition: "aws", Region: "us-west-2"}
	cluster := func(c model.ClusterRef, account string) model.ClusterRef {
		c.Name, c.Account = "prod", account
		return c
	}
	for _, c := range []struct {
		text string
		want Place
	}{
		{"https://console.aws.amazon.com/ecs/v2/clusters/prod/services?region=us-west-2", Place{Ref: screen.OfCluster(cluster(west, ""))}},
		{"https://us-west-2.console.aws.amazon.com/ecs/v2/clusters", Place{Ref: screen.OfCluster(west)}},
		{"https://123456789012-abcd1234.us-west-2.console.aws.amazon.com/ecs/v2/clusters/prod/services/api/tasks/" + taskID, Place{Ref: screen.OfTask(cluster(west, "123456789012").Task(taskID), "api")}},
		{"https://us-west-2.console.aws.amazon.com/ecs/v2/clusters/prod/tasks/" + taskID + "/logs?region=us-west-2&selectedContainer=api", Place{Ref: screen.OfTask(cluster(west, "").Task(taskID), ""), Tab: "logs"}},
		{"https://us-west-2.console.aws.amazon.com/ecs/v2/clusters/arn%3Aaws%3Aecs%3Aus-west-2%3A123456789012%3Acluster%2Fprod/services/api/health", Place{Ref: screen.OfService(cluster(west, "123456789012").Service("api"))}},
		{"https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#logsV2:log-groups/log-group//ecs/api", Place{Ref: screen.OfCluster(west), Group: "/ecs/api"}},
		{"https://console.aws.amazon.com/cloudwatch/home?region=us-west-2#logsV2:log-groups/log-group/%2Fecs%2Fapi/log-events/api$252Fapi$252F1d49", Place{Ref: screen.OfCluster(west), Group: "/ecs/api"}},
		{"arn:aws:ecs:us-west-2:123456789012:service/api", Place{Ref: screen.OfService(model.ClusterRef{Partition: "aws", Region: "us-west-2", Account: "123456789012"}.Service("api"))}},
		{"arn:aws:ecs:us-west-2:123456789012:service-deployment/prod/api/NCWGC2ZR-taawPAYrIaU5", Place{Ref: screen.Ref{Cluster: cluster(west, "123456789012"), Service: "api", Item: "NCWGC2ZR-taawPAYrIaU5"}, Tab: "deployments"}},
		{"arn:aws:ecs:us-west-2:123456789012:container/prod/" + taskID + "/0b69d5c0-d655-4695-98cd-5d2d526d9d5a", Place{Ref: screen.OfTask(cluster(west, "123456789012").Task(taskID), "")}},
	} {
		if got, err := Parse(c.text); err != nil || got != c.want {
			t.Errorf("%s is read as\n%+v, want\n%+v (%v)", c.text, got, c.want, err)
		}
	}
	for _, text := range []string{
		"", "prod/api", "https://example.com/ecs/v2/clusters/prod", "https://evilconsole.aws.amazon.com.example.com/ecs/v2/clusters/prod?region=eu-west-1",
		"https://evilconsole.aws.amazon.com/ecs/v2/clusters/prod?region=eu-west-1", "https://console.aws.amazon.com/ecs/v2/clusters/prod", "https://console.aws.amazon.com/s3/home?region=eu-west-1",
		"arn:aws:s3:::bucket", "arn:aws:ecs:eu-west-1:123456789012:capacity-provider/spot", "arn:aws:ecs:eu-west-1:123456789012:cluster/", "arn:aws", "https://[",
	} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

// A thing that says less than an address needs is where we are; the simulator
// has no console.
func TestConsoleOfThings(t *testing.T) {
	about := backend.About{Partition: "aws-cn", Region: "cn-north-1"}
	api := screen.Thing{Ref: screen.Ref{Cluster: model.ClusterRef{Name: "prod"}, Service: "api"}}
	if got := Console(api, about); got != "https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/prod/services/api/health?region=cn-north-1" {
		t.Error(got)
	}
	host := screen.Thing{Ref: screen.OfCluster(prod), ARN: prod.Instance("abc").ARN()}
	if got := Console(host, about); got != "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/infrastructure/container-instances/abc?region=eu-west-1" {
		t.Error(got)
	}
	for _, elsewhere := range []backend.About{{Scenario: "oom"}, {Endpoint: "http://localhost"}, {Partition: "aws-iso", Region: "us-iso-east-1"}} {
		if got := Console(api, elsewhere); got != "" {
			t.Errorf("%+v: %s", elsewhere, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range places {
		f.Add(c.arn)
		f.Add(c.console)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			return
		}
		if arn := p.ARN(); arn != "" {
			again, err := Parse(arn)
			if err != nil {
				t.Fatalf("%q is named %q: %v", text, arn, err)
			}
			if again.ARN() != arn {
				t.Fatalf("%q is named %q, which is\n%+v, not\n%+v", text, arn, again, p)
			}
		}
		if address := p.Console(); address != "" {
			if _, err := Parse(address); err != nil {
				t.Fatalf("%q is at %q: %v", text, address, err)
			}
		}
	})
}
