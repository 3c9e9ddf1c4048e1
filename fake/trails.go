package fake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// LogGroups lists log groups by the beginning of their names.
func (f *Fake) LogGroups(ctx context.Context, prefix string) (out []model.LogGroup, err error) {
	if err := f.admit(ctx, "the log groups", "logs:DescribeLogGroups"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, g := range p.View.LogGroups() {
			if strings.HasPrefix(g.Name, prefix) {
				out = append(out, model.LogGroup{Name: g.Name, ARN: p.arnOf("logs", "log-group:"+g.Name), Retention: g.Retention, CreatedAt: g.CreatedAt})
			}
		}
	})
	return out, nil
}

// arnOf is the ARN of a resource of another service than ECS.
func (p projector) arnOf(service, resource string) string {
	c := p.Config()
	return strings.Join([]string{"arn", c.Partition, service, c.Region, c.Account, resource}, ":")
}

// LogStreams lists the streams of a log group, the one written to last first.
func (f *Fake) LogStreams(ctx context.Context, source backend.LogSource) (out []model.LogStream, err error) {
	if err := f.admit(ctx, "log group "+source.Group, "logs:DescribeLogStreams"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		g := p.LogGroup(source.Group)
		if g == nil {
			err = explain("logs:DescribeLogStreams", "log group "+source.Group, &sim.Error{Code: sim.ErrResourceNotFound, Message: "The specified log group does not exist."})
			return
		}
		for _, s := range p.View.LogStreams(g) {
			if !strings.HasPrefix(s.Name, source.Prefix) || len(source.Streams) > 0 && !slices.Contains(source.Streams, s.Name) {
				continue
			}
			row := model.LogStream{Group: g.Name, Name: s.Name, CreatedAt: s.CreatedAt}
			lines := p.Lines(g.Name, "", []string{s.Name}, time.Time{}, p.Now().Add(time.Nanosecond), 0)
			if n := len(lines); n > 0 {
				row.FirstAt, row.LastAt = lines[0].At, lines[n-1].At
			}
			out = append(out, row)
		}
	})
	model.Sort(out, func(x, y model.LogStream) int {
		return cmp.Or(y.LastAt.Compare(x.LastAt), strings.Compare(x.Name, y.Name))
	})
	return out, err
}

// Images tells of the images that Amazon ECR of this account holds.
func (f *Fake) Images(ctx context.Context, refs ...string) (out []model.Image, err error) {
	c := f.world.Config() // never changes
	host := c.Account + ".dkr.ecr." + c.Region + ".amazonaws.com"
	wanted := map[string]string{} // repository's name by reference
	for _, ref := range refs {
		if name, ours := strings.CutPrefix(ref, host+"/"); ours {
			name, _, _ = strings.Cut(name, "@")
			name, _, _ = strings.Cut(name, ":")
			wanted[ref] = name
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	if err := f.admit(ctx, "the images", "ecr:DescribeImages"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for ref, repo := range wanted {
			rest := strings.TrimPrefix(ref, host+"/"+repo)
			rest, digest, _ := strings.Cut(rest, "@")
			tag := cmp.Or(strings.TrimPrefix(rest, ":"), "latest")
			pushed, _ := p.Pushed(host + "/" + repo)
			for _, i := range pushed {
				if digest != "" && i.Digest != digest || digest == "" && i.Tag != tag {
					continue
				}
				row := model.Image{Ref: ref, Registry: host, Repo: repo, Digest: i.Digest, PushedAt: i.At, Size: i.Size}
				if i.Tag != "" {
					row.Tags = []string{i.Tag}
				}
				out = append(out, row)
			}
		}
	})
	model.Sort(out, func(x, y model.Image) int { return strings.Compare(x.Ref, y.Ref) })
	return out, nil
}

// Changes are the writes to a cluster, as CloudTrail tells of them.
func (f *Fake) Changes(ctx context.Context, cluster model.ClusterRef, since time.Time) (out []model.Change, err error) {
	if err := f.admit(ctx, "the event history", "cloudtrail:LookupEvents"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		for _, c := range p.View.Changes() {
			if c.Cluster == cluster.Name && !c.At.Before(since) {
				out = append(out, p.change(c))
			}
		}
	})
	return out, nil
}

func (p projector) change(c sim.Change) model.Change {
	cfg := p.Config()
	out := model.Change{
		ID: c.ID, At: c.At.Truncate(time.Second), Action: "ecs:" + c.Action, Cluster: c.Cluster, Service: c.Service,
		User: "simulator", Principal: caller(cfg), Source: "127.0.0.1", Agent: "ecsdeck",
	}
	if c.Invoked != "" {
		out.User, out.Source, out.Agent = sim.ScalingUser, c.Invoked, c.Invoked
		out.Principal = "arn:" + cfg.Partition + ":sts::" + cfg.Account + ":assumed-role/" + sim.ScalingRole + "/" + sim.ScalingUser
	}
	if c.Task != "" {
		out.Service = "" // the call names the task alone
	}
	if c.Desired != nil {
		out.Asked = append(out.Asked, fmt.Sprintf("desiredCount=%d", *c.Desired))
	}
	if c.Definition != "" {
		out.Asked = append(out.Asked, "taskDefinition="+c.Definition)
	}
	if c.Force {
		out.Asked = append(out.Asked, "forceNewDeployment=true")
	}
	if c.Task != "" {
		out.Asked = append(out.Asked, "task="+c.Task)
	}
	return out
}

// Daemons lists the daemons of a cluster, sorted by name.
func (f *Fake) Daemons(ctx context.Context, cluster model.ClusterRef) (out []model.Daemon, err error) {
	err = f.ofCluster(ctx, cluster, "ecs:ListDaemons", func(p projector) {
		for _, d := range p.View.Daemons(cluster.Name) {
			row := model.Daemon{
				ARN: p.DaemonARN(d), Cluster: p.ClusterRef(d.Cluster), Name: d.Name, Status: d.Status, CreatedAt: d.CreatedAt, UpdatedAt: d.CreatedAt,
				Providers: slices.Sorted(slices.Values(d.Providers)),
			}
			for _, name := range d.Providers {
				on, without := p.DaemonRuns(d, name)
				row.Running += on
				row.Without += without
			}
			out = append(out, row)
		}
	})
	return out, err
}

// ExpressServices lists the services that Express Mode looks after.
func (f *Fake) ExpressServices(ctx context.Context, cluster model.ClusterRef) (out []model.ExpressService, err error) {
	err = f.ofCluster(ctx, cluster, "ecs:ListServices", func(p projector) {
		for _, s := range p.View.Services(cluster.Name) {
			e, ok := p.Express(s)
			if !ok || s.Status == model.ServiceInactive {
				continue
			}
			row := model.ExpressService{
				Service: p.ClusterRef(s.Cluster).Service(s.Name), Status: string(s.Status), Image: s.Def.Containers[0].Image, CPU: s.Def.CPU, Memory: s.Def.Memory,
				Min: s.Desired, Max: s.Desired, CreatedAt: s.CreatedAt, UpdatedAt: s.CreatedAt,
			}
			if s.Scaling != nil {
				row.Min, row.Max = s.Scaling.Min, s.Scaling.Max
			}
			if e.Endpoint != "" {
				row.Endpoints = []string{e.Endpoint}
			}
			out = append(out, row)
		}
	})
	return out, err
}

// ofCluster looks at one cluster.
func (f *Fake) ofCluster(ctx context.Context, cluster model.ClusterRef, action string, look func(projector)) (err error) {
	if err := f.admit(ctx, "cluster "+cluster.Name, action); err != nil {
		return err
	}
	f.view(func(p projector) {
		if p.Cluster(cluster.Name) == nil {
			err = noCluster(action, cluster.Name)
			return
		}
		look(p)
	})
	return err
}
