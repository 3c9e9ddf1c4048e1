package document_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/document"
)

var (
	prod = model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
	at   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
)

func service() model.Service {
	return model.Service{
		Ref: prod.Service("api"), Status: model.ServiceActive, Desired: 2, Running: 0, TaskDef: prod.TaskDef("api", 7), HealthGracePeriod: time.Minute,
		Breaker: true, Daemon: true, Deployments: []model.Deployment{{ID: "ecs-svc/1", Status: model.DeploymentPrimary, CreatedAt: at}},
		Events: []model.Event{{ID: "e1", At: at, Message: "(service api) has reached a steady state."}},
	}
}

func definition() model.TaskDefinition {
	return model.TaskDefinition{
		Ref: prod.TaskDef("api", 7), CPU: 256, Containers: []model.ContainerDef{{
			Name: "app", Image: "repo/app:1.2", Command: []string{"sh", "-c", "run --flag: yes # no", "", "007", "- x", "a\nb", "true"},
			Environment: []model.Variable{{Name: "MODE", Value: "production"}, {Name: "EMPTY"}},
			Secrets:     []model.Secret{{Name: "DB_PASSWORD", From: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"}},
			Log:         model.LogConfig{Driver: "splunk", Options: map[string]string{"splunk-token": "abc-def", "splunk-url": "https://x"}},
		}},
	}
}

func has(t *testing.T, in string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(in, w) {
			t.Errorf("no %q in\n%s", w, in)
		}
	}
}

func TestFieldsHaveTheNamesOfAWS(t *testing.T) {
	says := document.Text(document.Of(service()), document.YAML, false)
	has(t, says,
		"serviceArn: arn:aws:ecs:eu-west-1:123456789012:service/prod/api\n", "serviceName: api\n", "clusterArn: arn:aws:ecs:eu-west-1:123456789012:cluster/prod\n",
		"desiredCount: 2\n", "runningCount: 0\n", "taskDefinition: arn:aws:ecs:eu-west-1:123456789012:task-definition/api:7\n", "schedulingStrategy: DAEMON\n",
		"  deploymentCircuitBreaker:\n    enable: true\n", "healthCheckGracePeriodSeconds: 60\n", "  - id: ecs-svc/1\n", "createdAt: 2026-11-23T12:00:00Z\n")
	if strings.Contains(says, "launchType") {
		t.Error("what is not known is printed")
	}
}

func TestSecretsAreMasked(t *testing.T) {
	doc := document.Of(definition())
	says := document.Text(doc, document.YAML, false)
	has(t, says, "name: MODE\n", "value: \"********\"\n", "valueFrom: arn:aws:secretsmanager", "splunk-url: https://x")
	for _, secret := range []string{"production", "abc-def"} {
		if strings.Contains(says, secret) {
			t.Errorf("%s is shown", secret)
		}
	}
	has(t, document.Text(doc, document.YAML, true), "value: production\n", "splunk-token: abc-def\n")
	if !doc.Masks() || document.Of(service()).Masks() {
		t.Error("it does not know whether there are secrets")
	}
}

// TestBothFormatsSayTheSame reads what is printed by the libraries that others
// read it with.
func TestBothFormatsSayTheSame(t *testing.T) {
	for _, value := range []any{service(), definition(), model.Task{Ref: prod.Task("0123"), Containers: []model.Container{{Name: "a", Exited: true}}}, nil,
		[]any{}, map[string]any{"a: b": []any{[]any{1, "x"}, []any{"- y"}}, "f": 1.5, "no": "no", "colon:": "12:30", "e": "1e3", "date": "2026-11-23"}} {
		doc := document.Of(value)
		var fromYAML, fromJSON any
		y, j := document.Text(doc, document.YAML, true), document.Text(doc, document.JSON, true)
		if err := yaml.Unmarshal([]byte(y), &fromYAML); err != nil {
			t.Errorf("%v in\n%s", err, y)
		}
		if err := json.Unmarshal([]byte(j), &fromJSON); err != nil {
			t.Errorf("%v in\n%s", err, j)
		}
		if a, b := normal(fromYAML), normal(fromJSON); !reflect.DeepEqual(a, b) {
			t.Errorf("YAML says %v, JSON %v\n%s", a, b, y)
		}
	}
}

// normal has numbers of one type.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = normal(v[k])
		}
		return v
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
		return v
	case string, bool, nil:
		return v
	default:
		return fmt.Sprint(v)
	}
}

func plain(lines []document.Line) string {
	var all []string
	for _, l := range lines {
		all = append(all, l.Plain())
	}
	return strings.Join(all, "\n")
}

func TestFolding(t *testing.T) {
	doc := document.Of(definition())
	v := document.View{Folded: document.Folds(doc)}
	lines := v.Lines(doc)
	has(t, plain(lines), "containerDefinitions: 1 item")
	found := document.Find(document.View{}.Lines(doc), "repo/APP")
	if len(found) != 1 {
		t.Fatalf("found at %v", found)
	}
	if i := document.Index(lines, found[0]); lines[i].Key != "containerDefinitions" {
		t.Errorf("folded away at %q", lines[i].Plain())
	}
	document.Reveal(v.Folded, found[0])
	lines = v.Lines(doc)
	has(t, plain(lines), "- name: app\n", "    image: repo/app:1.2\n", "    environment: 2 items")
	if i := document.Index(lines, found[0]); lines[i].Key != "image" {
		t.Errorf("it is at %q", lines[i].Plain())
	}
	v.Format = document.JSON
	has(t, plain(v.Lines(doc)), `"environment": [ 2 items ],`, `"image": "repo/app:1.2",`)
}

func TestWhatIsEmbeddedIsAPartOfTheRow(t *testing.T) {
	type row struct {
		model.Service
		cpu float64
	}
	has(t, document.Text(document.Rows([]any{&[]row{{service(), 1}}[0]}), document.JSON, false), `"serviceName": "api"`)
}
