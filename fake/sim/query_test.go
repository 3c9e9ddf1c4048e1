package sim

import (
	"strings"
	"testing"
	"time"
)

// fleet is a box with four instances registered by hand in three zones.
func fleet(t *testing.T) box {
	b := newBox(t)
	for _, r := range []RegisterInstance{
		{Cluster: "c", EC2ID: "i-1", Type: "t3.small", Zone: "eu-west-1a", Attributes: map[string]string{"stack": "prod", "weight": "3"}},
		{Cluster: "c", EC2ID: "i-2", Type: "t3.medium", Zone: "eu-west-1b", Attributes: map[string]string{"stack": "test", "weight": "20"}},
		{Cluster: "c", EC2ID: "i-3", Type: "m5.large", Zone: "eu-west-1c", Attributes: map[string]string{"note": "two words"}},
		{Cluster: "c", EC2ID: "i-4", Type: "t4g.small", Zone: "eu-west-1a"},
	} {
		b.must(r)
		b.Step(time.Minute)
	}
	b.must(RegisterTaskDef{small("small", 100, 100)})
	b.must(RunTask{Cluster: "c", Family: "small", Count: 1, Group: "databases", Launch: "EC2", Constraints: []Constraint{{MemberOf, "ec2InstanceId == i-3"}}})
	b.Step(time.Minute)
	return b
}

// small is a definition for EC2 with nothing but CPU and memory.
func small(family string, cpu, memory int) TaskDef {
	return TaskDef{Family: family, NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "x", Image: "x:1", Essential: true, CPU: cpu, Memory: memory}}}
}

// in finds an instance by its EC2 id.
func (b box) in(ec2 string) *Instance {
	for _, i := range b.View().Instances("c") {
		if i.EC2ID == ec2 {
			return i
		}
	}
	b.t.Fatalf("no instance %s", ec2)
	return nil
}

func TestQueryLanguage(t *testing.T) {
	b := fleet(t)
	for expression, want := range map[string]string{
		"attribute:ecs.instance-type == t3.small":                                                            "i-1",
		"attribute:ecs.instance-type =~ t3.*":                                                                "i-1 i-2",
		"attribute:ecs.instance-type matches t3.(small|medium)":                                              "i-1 i-2",
		"(attribute:ecs.instance-type =~ ^t3.(small|large)$)":                                                "i-1",
		"attribute:ecs.instance-type !~ t.*":                                                                 "i-3",
		"attribute:ecs.instance-type not_matches 'm5.*'":                                                     "i-1 i-2 i-4",
		"attribute:ecs.instance-type =~ t3.* && attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b]": "i-1 i-2",
		"attribute:ecs.availability-zone not_in [eu-west-1a]":                                                "i-2 i-3",
		"attribute:ecs.availability-zone !in ['eu-west-1a','eu-west-1b']":                                    "i-3",
		"attribute:stack exists":                                                                             "i-1 i-2",
		"attribute:stack !exists":                                                                            "i-3 i-4",
		"attribute:stack not_exists":                                                                         "i-3 i-4",
		"attribute:stack equals prod or attribute:note equals \"two words\"":                                 "i-1 i-3",
		"attribute:stack not_equals prod":                                                                    "i-2 i-3 i-4",
		"attribute:weight > 3":                                                                               "i-2",
		"attribute:weight greater_than_equal 3":                                                              "i-1 i-2",
		"attribute:weight less_than 20":                                                                      "i-1",
		"attribute:weight <= 20":                                                                             "i-1 i-2",
		"not attribute:weight exists and attribute:ecs.cpu-architecture == arm64":                            "i-4",
		"!(attribute:stack == prod || attribute:stack == test)":                                              "i-3 i-4",
		"attribute:ecs.capability.task-eni exists":                                                           "i-1 i-2 i-3 i-4",
		"task:group == databases":                                                                            "i-3",
		"not(task:group == databases)":                                                                       "i-1 i-2 i-4",
		"task:group != databases":                                                                            "i-1 i-2 i-4",
		"runningTasksCount == 1":                                                                             "i-3",
		"runningTasksCount < 1":                                                                              "i-1 i-2 i-4",
		"agentConnected == true":                                                                             "i-1 i-2 i-3 i-4",
		"agentVersion >= 1.99":                                                                               "i-1 i-2 i-3 i-4",
		"agentVersion > 1.105.1":                                                                             "",
		"ec2InstanceId in [i-1, i-4]":                                                                        "i-1 i-4",
		"registeredAt >= 2026-11-23T12:02:00Z":                                                               "i-3 i-4",
		"registeredAt < 2026-11-23T14:02:00+02:00":                                                           "i-1 i-2",
	} {
		found, err := b.View().Query("c", expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		var ids []string
		for _, id := range []string{"i-1", "i-2", "i-3", "i-4"} {
			for _, i := range found {
				if i.EC2ID == id {
					ids = append(ids, id)
				}
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s finds %q, want %q", expression, got, want)
		}
	}
}

func TestQueryLanguageRefuses(t *testing.T) {
	b := fleet(t)
	for expression, want := range map[string]string{
		"":                             "it is empty",
		"attribute:stack":              "expected an operator at position 16, where it ends",
		"attribute:stack is prod":      `expected an operator at position 17, found "is"`,
		"stack == prod":                `unknown subject "stack" at position 1`,
		"attribute:stack ==":           "expected a value at position 19, where it ends",
		"attribute:stack == prod test": `expected the end or a logical operator at position 25, found "test"`,
		"(attribute:stack == prod":     "expected a closing parenthesis at position 25, where it ends",
		"attribute:stack in prod":      `expected a list in brackets at position 20, found "prod"`,
		"attribute:stack in [prod":     "expected a comma or a closing bracket at position 25, where it ends",
		"attribute:stack in []":        `expected a value at position 21, found "]"`,
		"attribute:stack == 'prod":     "the quotation that begins at position 20 has no end",
		"attribute:stack =~ '['":       "the regular expression at position 20 cannot be read",
		"attribute:stack =~":           "expected a regular expression at position 19, where it ends",
		"attribute:stack = prod":       `unexpected "=" at position 17`,
		"&& attribute:stack exists":    `expected a subject at position 1, found "&&"`,
		strings.Repeat("(", 60):        "it nests deeper than 50",
		strings.Repeat("!", 60) + "x":  "it nests deeper than 50",
	} {
		_, err := b.View().Query("c", expression)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), ErrInvalid) {
			t.Errorf("%q: %v, want %s", expression, err, want)
		}
	}
}
