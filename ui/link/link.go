// Package link reads what people paste, ARNs and addresses of the AWS console,
// and writes such addresses.
package link

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Place is what an ARN or an address points at. Partition, region and account
// are those of Cluster, as far as they were said, also where no cluster was
// named. At most one of the fields below Ref is set.
type Place struct {
	screen.Ref
	TargetGroup string // ARN
	Alarm       string // name
	Group       string // of log lines
	// Tab is what an address shows of it: events, logs, deployments, tasks.
	Tab string
}

// Error is why a text points nowhere.
type Error struct{ Text, Why string }

func (e *Error) Error() string { return e.Text + ": " + e.Why }

// Looks tells whether a text means to be an ARN or an address, right or wrong.
func Looks(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasPrefix(s, "arn:") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// Parse reads an ARN of Amazon ECS, of a target group, an alarm or a log group,
// or the address of such a thing in the AWS console.
func Parse(s string) (Place, error) {
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "arn:"):
		return parseARN(s)
	case strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "http://"):
		return parseURL(s)
	}
	return Place{}, &Error{s, "this is neither an ARN nor an address of the AWS console"}
}

// arnMost is how long an ARN is at most: AWS's own limit for those of ECS's
// neighbours, and nothing here is longer.
const arnMost = 2048

// told are the services of AWS that ARNs are read of.
var told = []string{"ecs", "elasticloadbalancing", "cloudwatch", "logs"}

func parseARN(s string) (Place, error) {
	f := strings.SplitN(s, ":", 6)
	if len(f) == 6 && f[0] == "arn" && f[1] != "" && f[2] != "" && !slices.Contains(told, f[2]) {
		return Place{}, &Error{s, "this names something of " + f[2] + ", not of ECS: there is no screen about it"}
	}
	if len(f) != 6 || f[0] != "arn" || f[1] == "" || !isRegion(f[3]) || len(s) > arnMost {
		return Place{}, &Error{s, "an ARN has the form arn:partition:service:region:account:resource"}
	}
	in := model.ClusterRef{Partition: f[1], Region: f[3], Account: f[4]}
	switch f[2] {
	case "ecs":
		return parseECS(s, f[5])
	case "elasticloadbalancing":
		if strings.HasPrefix(f[5], "targetgroup/") {
			return Place{Ref: screen.OfCluster(in), TargetGroup: s}, nil
		}
	case "cloudwatch":
		if name, ok := strings.CutPrefix(f[5], "alarm:"); ok && name != "" {
			return Place{Ref: screen.OfCluster(in), Alarm: name}, nil
		}
	case "logs":
		if name, ok := strings.CutPrefix(f[5], "log-group:"); ok {
			name, _, _ = strings.Cut(name, ":") // :*, or :log-stream:NAME
			if name != "" {
				return Place{Ref: screen.OfCluster(in), Group: name}, nil
			}
		}
	}
	return Place{}, &Error{s, "there is no screen about a " + f[2] + " resource of this kind"}
}

// isRegion tells whether a word may be the name of a region.
func isRegion(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// parseECS reads the ARN of something of Amazon ECS.
func parseECS(s, resource string) (Place, error) {
	kind, path, _ := strings.Cut(resource, "/")
	switch kind {
	case "cluster":
		c, err := model.ParseClusterARN(s)
		return Place{Ref: screen.OfCluster(c)}, err
	case "service":
		v, err := model.ParseServiceARN(s)
		return Place{Ref: screen.OfService(v)}, err
	case "task":
		t, err := model.ParseTaskARN(s)
		return Place{Ref: screen.OfTask(t, "")}, err
	case "container-instance":
		i, err := model.ParseInstanceARN(s)
		return Place{Ref: screen.OfInstance(i)}, err
	case "task-definition":
		d, err := model.ParseTaskDefARN(s)
		in := model.ClusterRef{Partition: d.Partition, Region: d.Region, Account: d.Account}
		return Place{Ref: screen.OfTaskDef(in, d)}, err
	}
	// What lies below a service or a task leads to it: container/CLUSTER/TASK/ID,
	// service-deployment/CLUSTER/SERVICE/ID.
	parts := strings.Split(path, "/")
	if len(parts) != 3 || parts[0] == "" || parts[1] == "" {
		return Place{}, &Error{s, "there is no screen about a " + kind}
	}
	f := strings.SplitN(s, ":", 6)
	in := model.ClusterRef{Partition: f[1], Region: f[3], Account: f[4], Name: parts[0]}
	switch kind {
	case "container":
		return Place{Ref: screen.OfTask(in.Task(parts[1]), "")}, nil
	case "service-deployment":
		ref := screen.OfService(in.Service(parts[1]))
		ref.Item = parts[2]
		return Place{Ref: ref, Tab: "deployments"}, nil
	case "service-revision":
		return Place{Ref: screen.OfService(in.Service(parts[1])), Tab: "deployments"}, nil
	}
	return Place{}, &Error{s, "there is no screen about a " + kind}
}

// ARN is the place as AWS names it; "" where the account is not known, or AWS
// has no name for it.
func (p Place) ARN() string {
	c := p.Cluster
	if c.Account == "" || c.Region == "" || c.Partition == "" {
		return ""
	}
	switch {
	case p.TargetGroup != "":
		return p.TargetGroup
	case p.Alarm != "":
		return strings.Join([]string{"arn", c.Partition, "cloudwatch", c.Region, c.Account, "alarm", p.Alarm}, ":")
	case p.Group != "":
		return strings.Join([]string{"arn", c.Partition, "logs", c.Region, c.Account, "log-group", p.Group, "*"}, ":")
	case p.Instance != "":
		return c.Instance(p.Instance).ARN()
	case !p.TaskDef.IsZero():
		return p.TaskDef.ARN()
	case p.Task != "":
		return p.TaskRef().ARN()
	case p.Service != "":
		return p.ServiceRef().ARN()
	case c.Name != "":
		return c.ARN()
	}
	return ""
}
