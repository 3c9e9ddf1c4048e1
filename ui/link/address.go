package link

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// parseURL reads an address of the console.
func parseURL(s string) (Place, error) {
	bad := func(why string) (Place, error) { return Place{}, &Error{s, why} }
	u, err := url.Parse(s)
	if err != nil {
		return bad("this is no address")
	}
	in, ok := standsIn(u)
	if !ok {
		return bad("this is not the AWS console")
	}
	if in.Region == "" {
		return bad("the address does not say a region")
	}
	var parts []string
	for part := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		part, err := url.PathUnescape(part)
		if err != nil {
			return bad("its path cannot be read")
		}
		parts = append(parts, part)
	}
	var p Place
	switch {
	case len(parts) >= 3 && parts[0] == "ecs" && parts[1] == "v2":
		p, ok = inECS(in, parts[2:])
	case parts[0] == "cloudwatch":
		p, ok = inCloudWatch(in, u.EscapedFragment())
	case parts[0] == "ec2":
		p, ok = inEC2(in, u.Fragment)
	default:
		ok = false
	}
	if !ok {
		return bad("there is no screen about this page of the console")
	}
	return p, nil
}

// standsIn is the partition, region and account of an address. The account is in
// the host of a console that is signed in to several.
func standsIn(u *url.URL) (model.ClusterRef, bool) {
	for partition, host := range hosts {
		name := strings.ToLower(u.Hostname())
		front, here := strings.CutSuffix(name, host)
		if !here || front != "" && !strings.HasSuffix(front, ".") {
			continue
		}
		in := model.ClusterRef{Partition: partition, Region: u.Query().Get("region")}
		labels := strings.Split(strings.TrimSuffix(front, "."), ".")
		if last := labels[len(labels)-1]; in.Region == "" && strings.Count(last, "-") >= 2 {
			in.Region = last
		}
		if id, _, _ := strings.Cut(labels[0], "-"); len(labels) > 1 && len(id) == 12 && strings.Trim(id, "0123456789") == "" {
			in.Account = id
		}
		if !isRegion(in.Region) {
			in.Region = ""
		}
		return in, true
	}
	return model.ClusterRef{}, false
}

// at is one of the parts of a path, "" behind its end.
func at(parts []string, i int) string {
	if i < len(parts) {
		return parts[i]
	}
	return ""
}

// inECS reads a path below /ecs/v2. A name may also be an ARN.
func inECS(in model.ClusterRef, parts []string) (Place, bool) {
	name := at(parts, 1)
	if named, err := parseARN(name); err == nil {
		in.Account, name = named.Cluster.Account, or(named.Cluster.Name, name)
	}
	switch {
	case parts[0] == "clusters" && name == "":
		return Place{Ref: screen.OfCluster(in)}, true
	case parts[0] == "task-definitions" && name != "":
		revision, err := strconv.Atoi(at(parts, 2))
		if err != nil || revision < 1 {
			return Place{Ref: screen.OfTaskDef(in, in.TaskDef(name, 0))}, true
		}
		return Place{Ref: screen.OfTaskDef(in, in.TaskDef(name, revision)), Tab: tab(at(parts, 3), "containers")}, true
	case parts[0] != "clusters":
		return Place{}, false
	}
	in.Name = name
	below := at(parts, 3)
	switch what := at(parts, 2); {
	case what == "services" && below != "":
		if v, err := model.ParseServiceARN(below); err == nil {
			below = v.Name
		}
		ref := screen.OfService(in.Service(below))
		if at(parts, 4) == "tasks" && at(parts, 5) != "" {
			ref.Task = at(parts, 5)
			return Place{Ref: ref, Tab: tab(at(parts, 6), "configuration")}, true
		}
		return Place{Ref: ref, Tab: tab(at(parts, 4), "health")}, true
	case what == "tasks" && below != "":
		return Place{Ref: screen.OfTask(in.Task(below), ""), Tab: tab(at(parts, 4), "configuration")}, true
	case what == "infrastructure" && below == "container-instances" && at(parts, 4) != "":
		return Place{Ref: screen.OfInstance(in.Instance(at(parts, 4)))}, true
	default:
		return Place{Ref: screen.OfCluster(in), Tab: tab(what, "services")}, true
	}
}

// tab is what a page shows, "" for what it shows first.
func tab(name, first string) string {
	if name == first {
		return ""
	}
	return name
}

// inCloudWatch reads what is behind the # of CloudWatch's console.
func inCloudWatch(in model.ClusterRef, fragment string) (Place, bool) {
	if group, ok := strings.CutPrefix(fragment, "logsV2:log-groups/log-group/"); ok {
		group, _, _ = strings.Cut(group, "/log-events")
		group = decodeTwice(group)
		return Place{Ref: screen.OfCluster(in), Group: group}, group != ""
	}
	if name, ok := strings.CutPrefix(fragment, "alarmsV2:alarm/"); ok {
		name, err := url.PathUnescape(name)
		return Place{Ref: screen.OfCluster(in), Alarm: name}, err == nil && name != ""
	}
	return Place{}, false
}

// inEC2 reads what is behind the # of EC2's console, where target groups are.
func inEC2(in model.ClusterRef, fragment string) (Place, bool) {
	_, arn, found := strings.Cut(fragment, "targetGroupArn=")
	if !found {
		return Place{}, false
	}
	p, err := parseARN(arn)
	return p, err == nil && p.TargetGroup != ""
}
