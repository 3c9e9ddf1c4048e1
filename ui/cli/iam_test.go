package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestIAM(t *testing.T) {
	r := runStub(t, nil, "iam diagnose --cluster prod --region eu-west-1 --account 111122223333")
	r.want(t, Fine, `"arn:aws:ecs:eu-west-1:111122223333:service/prod/*"`, "")
	var p struct {
		Version   string
		Statement []struct{ Action, Resource []string }
	}
	if err := json.Unmarshal([]byte(r.out), &p); err != nil || p.Version != "2012-10-17" || len(p.Statement) < 5 {
		t.Errorf("%v: %+v", err, p)
	}
	for _, never := range []string{"ecs:UpdateService", "iam:PassRole", "ecs:ExecuteCommand"} {
		if strings.Contains(r.out, never) {
			t.Errorf("diagnose allows %s", never)
		}
	}
	runStub(t, nil, "iam operate --deploy").want(t, Fine, `"iam:PassedToService": "ecs-tasks.amazonaws.com"`, "")
	runStub(t, nil, "iam exec").want(t, Fine, "ecs:ExecuteCommand", "")
	runStub(t, nil, "iam look --cluster arn:aws-cn:ecs:cn-north-1:111122223333:cluster/prod").want(t, Fine, `"arn:aws-cn:ecs:cn-north-1:111122223333:cluster/prod"`, "")
	runStub(t, nil, "iam operate -o text").want(t, Fine, "IAM cannot restrict ecs:UpdateService to the desired count", "")
	runStub(t, nil, "iam exec -o text").want(t, Fine, "ssmmessages:OpenDataChannel", "")
}

func TestIAMUsage(t *testing.T) {
	for line, want := range map[string]string{
		"iam":                          "takes one of look, diagnose, operate, exec",
		"iam look operate":             "takes one of look, diagnose, operate, exec",
		"iam foo":                      `there is no tier "foo" (tiers: `,
		"iam lok":                      "did you mean look? (tiers: look, diagnose, operate, exec)",
		"iam admin":                    `there is no tier "admin" (tiers:`,
		"iam look --deploy":            "--deploy is about changes",
		"iam look --account 12":        "--account is \"12\": it is twelve digits",
		"iam look --region europe":     "--region is \"europe\"",
		"iam look --cluster prod/api":  "--cluster is \"prod/api\"",
		"iam look -o yaml":             "--output is \"yaml\": it is one of json, text",
		"iam look --cluster prod --o5": "unknown",
	} {
		runStub(t, nil, line).want(t, Usage, "", want)
	}
}
