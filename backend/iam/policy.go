package iam

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Policy is a policy document.
type Policy struct {
	Version   string
	Statement []Statement
}

// Statement is one statement of a policy document.
type Statement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  []string
	Condition Condition `json:",omitempty"`
}

// Condition is by operator and key.
type Condition map[string]map[string]string

// version is that of the language of policies.
const version = "2012-10-17"

// Policy is the least policy of a tier and those before it, in a scope.
func (t Tier) Policy(s Scope) Policy { return grant(t.All(), s) }

// PolicyFor is the least policy for some actions by their names, in a scope.
// Names that are not known are left out.
func PolicyFor(names []string, s Scope) Policy {
	var actions []Action
	for _, a := range catalogue {
		if slices.Contains(names, a.Name) {
			actions = append(actions, a)
		}
	}
	return grant(actions, s)
}

// grant puts actions of one tier that are narrowed in the same way into one
// statement.
func grant(actions []Action, s Scope) Policy {
	p := Policy{Version: version}
	for _, a := range actions {
		resources, condition := s.resources(a.kind), s.condition(a.kind)
		i := slices.IndexFunc(p.Statement, func(st Statement) bool {
			return strings.HasPrefix(st.Sid, titled(a.Tier.String())) && slices.Equal(st.Resource, resources) && sameCondition(st.Condition, condition)
		})
		if i < 0 {
			i = len(p.Statement)
			p.Statement = append(p.Statement, Statement{Sid: p.freeSid(a, s), Effect: "Allow", Resource: resources, Condition: condition})
		}
		p.Statement[i].Action = append(p.Statement[i].Action, a.Name)
	}
	return p
}

var kindNames = map[kind]string{
	account: "Account", cluster: "Clusters", inCluster: "InCluster", service: "Services", serviceDeployment: "Deployments",
	serviceRevision: "Revisions", daemon: "Daemons", capacityProvider: "Capacity", taggable: "Tags", logGroup: "Logs", alarm: "Alarms",
	repository: "Images", shell: "Shell",
}

// freeSid names a statement after its tier and what it is about.
func (p Policy) freeSid(a Action, s Scope) string {
	sid := titled(a.Tier.String())
	if !s.whole() {
		sid += kindNames[a.kind]
	}
	for n, first := 2, sid; slices.ContainsFunc(p.Statement, func(st Statement) bool { return st.Sid == sid }); n++ {
		sid = first + strconv.Itoa(n)
	}
	return sid
}

func titled(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func sameCondition(a, b Condition) bool {
	return maps.EqualFunc(a, b, func(x, y map[string]string) bool { return maps.Equal(x, y) })
}

// Deploying adds what a person needs who also deploys other task definitions:
// to hand roles to tasks, and to nothing else. Nothing that ecsdeck does itself
// needs it.
func (p Policy) Deploying(s Scope) Policy {
	p.Statement = append(slices.Clone(p.Statement), Statement{
		Sid: "DeployPassRole", Effect: "Allow", Action: []string{"iam:PassRole"},
		// Roles have no region.
		Resource:  []string{"arn:" + PartitionOf(s.Region) + ":iam::" + orAll(s.Account) + ":role/*"},
		Condition: Condition{"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
	})
	return p
}

// JSON is the document as AWS takes it, indented, with a newline at its end.
func (p Policy) JSON() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(p); err != nil {
		panic(err) // texts and maps of texts can always be written
	}
	return out.Bytes()
}
