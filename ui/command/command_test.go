package command_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/command"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

var prod = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}

func TestCommands(t *testing.T) {
	api := prod.Service("api")
	for _, c := range []struct {
		words []string
		want  string
	}{
		{command.OfThing(screen.Thing{Value: model.Service{Ref: api}}), "aws ecs describe-services --cluster prod --services api --region eu-west-1 --profile ops"},
		{command.OfThing(screen.Thing{Ref: screen.OfTask(prod.Task("0123"), "api")}), "aws ecs describe-tasks --cluster prod --tasks 0123 --region eu-west-1 --profile ops"},
		{command.OfThing(screen.Thing{Ref: screen.OfService(api), Value: model.Event{}}), "aws ecs describe-services --cluster prod --services api --query 'services[0].events' --region eu-west-1 --profile ops"},
		{command.OfThing(screen.Thing{Value: model.Alarm{Name: "it's high"}}), `aws cloudwatch describe-alarms --alarm-names 'it'\''s high' --region eu-west-1 --profile ops`},
		{command.OfView("tasks", screen.OfService(api)), "aws ecs list-tasks --cluster prod --service-name api --region eu-west-1 --profile ops"},
		{command.OfView("autoscaling", screen.OfService(api)), "aws application-autoscaling describe-scaling-policies --service-namespace ecs --resource-id service/prod/api --region eu-west-1 --profile ops"},
	} {
		if got := command.Line(command.Where{Region: "eu-west-1", Profile: "ops"}, c.words...); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
	for _, none := range [][]string{command.OfThing(screen.Thing{}), command.OfView("calls", screen.Ref{}), command.OfView("services", screen.Ref{})} {
		if none != nil {
			t.Errorf("a command of nothing: %v", none)
		}
	}
}

// TestCommandsOfScreens: what a screen shows of a service is read as AWS has it.
func TestCommandsOfScreens(t *testing.T) {
	api, now := prod.Service("api"), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	snap := &model.Snapshot{
		Instances: map[model.ClusterRef]model.Part[model.Instance]{prod: {Rows: []model.Instance{{Ref: prod.Instance("i1")}, {Ref: prod.Instance("i2")}}}},
		Targets:   map[model.ServiceRef]model.Part[model.Target]{api: {Rows: []model.Target{{TargetGroupARN: "arn:tg"}}}},
		Alarms:    map[model.ServiceRef]model.Part[model.Alarm]{api: {Rows: []model.Alarm{{Name: "b"}, {Name: "a"}}}},
	}
	for kind, want := range map[string]string{
		"autoscaling": "aws application-autoscaling describe-scaling-policies --service-namespace ecs --resource-id service/prod/api",
		"metrics":     "aws cloudwatch get-metric-statistics --namespace AWS/ECS --metric-name CPUUtilization --statistics Average Maximum --period 60 --start-time 2026-11-23T11:00:00Z --end-time 2026-11-23T12:00:00Z --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value=api",
		"placement":   "aws ecs describe-container-instances --cluster prod --container-instances i1 i2",
		"targets":     "aws elbv2 describe-target-health --target-group-arn arn:tg",
		"alarms":      "aws cloudwatch describe-alarms --alarm-names a b",
		"service":     "",
	} {
		if got := command.Line(command.Where{}, command.OfScreen(kind, screen.OfService(api), snap, now)...); got != want {
			t.Errorf("%s: %s\nwant %s", kind, got, want)
		}
	}
	if got := command.Line(command.Where{}, command.OfLogs("/ecs/api", []string{"a/b"}, now)...); got != "aws logs filter-log-events --log-group-name /ecs/api --start-time 1795435200000 --log-stream-names a/b" {
		t.Error(got)
	}
}

// TestQuotedWordsReachAShellWhole has a shell read them.
func TestQuotedWordsReachAShellWhole(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	for _, word := range []string{"plain", "", "two words", "$HOME `id` $(id)", `'"\`, "a\nb", "*", "~", "#x", "a;b|c&d"} {
		out, err := exec.CommandContext(context.Background(), sh, "-c", "printf %s "+command.Quote(word)).Output()
		if err != nil || strings.TrimSuffix(string(out), "") != word {
			t.Errorf("%q is read as %q (%v)", word, out, err)
		}
	}
}
