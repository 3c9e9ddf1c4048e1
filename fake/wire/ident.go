package wire

import (
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// arn prints the ARN of something of ECS in this world.
func (c call) arn(kind string, path ...string) string {
	return c.arnOf("ecs", kind+"/"+strings.Join(path, "/"))
}

func (c call) arnOf(service, resource string) string {
	cfg := c.view.Config()
	return strings.Join([]string{"arn", cfg.Partition, service, cfg.Region, cfg.Account, resource}, ":")
}

// iam prints the ARN of something of IAM, which has no region.
func (c call) iam(resource string) string {
	cfg := c.view.Config()
	return "arn:" + cfg.Partition + ":iam::" + cfg.Account + ":" + resource
}

// caller is who all requests come from: nobody's signature is looked at.
func (c call) caller() string { return c.iam("user/simulator") }

func (c call) clusterARN(cluster string) string       { return c.arn("cluster", cluster) }
func (c call) serviceARN(cluster, name string) string { return c.arn("service", cluster, name) }
func (c call) taskARN(cluster, id string) string      { return c.arn("task", cluster, id) }
func (c call) instanceARN(cluster, id string) string {
	return c.arn("container-instance", cluster, id)
}
func (c call) taskDefARN(d *sim.TaskDef) string { return c.arn("task-definition", d.Name()) }

func (c call) targetGroupARN(g *sim.TargetGroup) string {
	return c.arnOf("elasticloadbalancing", "targetgroup/"+g.Name+"/"+g.ID)
}

// path takes an identifier apart: the path of an ARN of the given kind, or the
// identifier itself, which is a name then. local is false for an ARN of another
// account or region, where nothing of this world can be.
func (c call) path(kind, identifier string) (parts []string, local bool, err error) {
	if !strings.HasPrefix(identifier, "arn:") {
		if kind != "task-definition" && strings.ContainsAny(identifier, "/:") {
			return nil, false, invalid("Invalid identifier: Unexpected number of separators")
		}
		return []string{identifier}, true, nil
	}
	f := strings.SplitN(identifier, ":", 6)
	if len(f) != 6 || f[2] != "ecs" {
		return nil, false, invalid("Invalid identifier: %s is not an ARN of Amazon ECS.", identifier)
	}
	parts = strings.Split(f[5], "/")
	if parts[0] != kind {
		return nil, false, invalid("Unsupported resource type: %s", parts[0])
	}
	cfg := c.view.Config()
	return parts[1:], f[1] == cfg.Partition && f[3] == cfg.Region && f[4] == cfg.Account, nil
}

// cluster finds the cluster of a request, by name or ARN; none is "default".
func (c call) cluster(identifier *string) (*sim.Cluster, error) {
	name := "default"
	if identifier != nil && *identifier != "" {
		parts, local, err := c.path("cluster", *identifier)
		if err != nil {
			return nil, err
		}
		if !local || len(parts) != 1 {
			return nil, errClusterNotFound
		}
		name = parts[0]
	}
	cl := c.view.Cluster(name)
	switch {
	case cl == nil:
		return nil, errClusterNotFound
	case cl.Status != model.ClusterActive:
		return nil, errClusterInactive
	}
	return cl, nil
}

// member is the name or id of something of a cluster, from that name or id or
// from an ARN of either format; "" when it cannot be of this world.
func (c call) member(kind string, cl *sim.Cluster, identifier string) (string, error) {
	parts, local, err := c.path(kind, identifier)
	if err != nil {
		return "", err
	}
	switch {
	case len(parts) == 0 || len(parts) > 2:
		return "", invalid("Invalid identifier: Unexpected number of separators")
	case len(parts) == 2 && parts[0] != cl.Name:
		return "", invalid("Invalid identifier: Identifier is for cluster %s. Your cluster is %s", parts[0], cl.Name)
	case !local:
		return "", nil
	}
	return parts[len(parts)-1], nil
}

// failedARN is how failures[] names what was asked for.
func (c call) failedARN(kind string, cl *sim.Cluster, identifier string) string {
	if strings.HasPrefix(identifier, "arn:") {
		return identifier
	}
	return c.arn(kind, cl.Name, identifier)
}

// taskDef finds a task definition by family, family:revision or ARN; nil when
// there is none.
func (c call) taskDef(identifier string) *sim.TaskDef {
	parts, local, err := c.path("task-definition", identifier)
	if err != nil || !local || len(parts) != 1 {
		return nil
	}
	family, digits, numbered := strings.Cut(parts[0], ":")
	if !numbered {
		return c.view.TaskDef(family, 0)
	}
	revision, err := strconv.Atoi(digits)
	if err != nil || revision < 1 {
		return nil
	}
	return c.view.TaskDef(family, revision)
}
