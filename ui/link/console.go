package link

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// hosts are where the console is, by partition. Others have none that is known.
var hosts = map[string]string{
	"aws":        "console.aws.amazon.com",
	"aws-cn":     "console.amazonaws.cn",
	"aws-us-gov": "console.amazonaws-us-gov.com",
	"aws-eusc":   "console.amazonaws-eusc.eu",
}

// Console is the address of a thing in the AWS console; "" where there is none,
// as on the simulator. What the thing does not say of where it is, about does.
func Console(t screen.Thing, about backend.About) string {
	if about.Scenario != "" || about.Endpoint != "" {
		return ""
	}
	p := Place{Ref: t.Ref}
	if named, err := Parse(t.ARN); err == nil {
		p = named
	}
	c := &p.Cluster
	for _, f := range []struct {
		is  *string
		has string
	}{{&c.Partition, about.Partition}, {&c.Region, about.Region}} {
		if *f.is == "" {
			*f.is = f.has
		}
	}
	if c.Partition == "" {
		c.Partition = "aws"
	}
	return p.Console()
}

// Console is the address of the place; "" where there is none. It carries the
// region and not the account, which is that of who is signed in.
func (p Place) Console() string {
	c := p.Cluster
	if !p.TaskDef.IsZero() && c.Region == "" {
		c.Partition, c.Region = p.TaskDef.Partition, p.TaskDef.Region
	}
	host, known := hosts[c.Partition]
	if !known || c.Region == "" {
		return ""
	}
	base := "https://" + c.Region + "." + host
	region := "region=" + c.Region
	ecs := func(parts ...string) string {
		for i := range parts {
			parts[i] = url.PathEscape(parts[i])
		}
		return base + "/ecs/v2/" + strings.Join(parts, "/") + "?" + region
	}
	switch {
	case p.TargetGroup != "":
		return base + "/ec2/home?" + region + "#TargetGroup:targetGroupArn=" + p.TargetGroup
	case p.Alarm != "":
		return base + "/cloudwatch/home?" + region + "#alarmsV2:alarm/" + url.PathEscape(p.Alarm)
	case p.Group != "":
		return base + "/cloudwatch/home?" + region + "#logsV2:log-groups/log-group/" + encodeTwice(p.Group)
	case !p.TaskDef.IsZero() && p.TaskDef.Revision > 0:
		return ecs("task-definitions", p.TaskDef.Family, strconv.Itoa(p.TaskDef.Revision), or(p.Tab, "containers"))
	case !p.TaskDef.IsZero():
		return ecs("task-definitions", p.TaskDef.Family)
	case c.Name == "":
		return ""
	case p.Instance != "":
		return ecs("clusters", c.Name, "infrastructure", "container-instances", p.Instance)
	case p.Task != "":
		return ecs("clusters", c.Name, "tasks", p.Task, or(p.Tab, "configuration"))
	case p.Service != "":
		return ecs("clusters", c.Name, "services", p.Service, or(p.Tab, "health"))
	}
	return ecs("clusters", c.Name, or(p.Tab, "services"))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// encodeTwice is how the console of CloudWatch writes names behind the #: twice
// in percent signs, which are dollars there.
func encodeTwice(s string) string {
	once := strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	return strings.ReplaceAll(url.QueryEscape(once), "%", "$")
}

// decodeTwice undoes it, and does no harm to what was written once or not at all:
// names of log groups have neither percents nor dollars.
func decodeTwice(s string) string {
	s = strings.ReplaceAll(s, "$", "%")
	for range 2 {
		if once, err := url.PathUnescape(s); err == nil {
			s = once
		}
	}
	return s
}
