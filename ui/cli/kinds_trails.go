package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// listImages asks the registries about the images that the containers of
// services are made from.
func listImages(q *asker) (records, error) {
	reader, err := ability[backend.ImageReader](q, "images")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]model.Image, error) {
		defs, err := serviceDefinitions(ctx, q.b, s)
		if err != nil {
			return nil, err
		}
		var refs []string
		for _, d := range defs {
			refs = append(refs, d.Images()...)
		}
		slices.Sort(refs)
		return reader.Images(ctx, slices.Compact(refs)...)
	}, imageColumns)
}

// changesSince is how far back changes are listed.
const changesSince = 24 * time.Hour

func listChanges(q *asker) (records, error) {
	reader, err := ability[backend.ChangeReader](q, "changes")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, func(ctx context.Context, c model.ClusterRef) ([]model.Change, error) {
		return reader.Changes(ctx, c, q.now().Add(-changesSince))
	})
	if err != nil {
		return records{}, err
	}
	if q.where.service != "" {
		rows = slices.DeleteFunc(rows, func(c model.Change) bool { return c.Service != q.where.service })
	}
	model.Sort(rows, func(a, b model.Change) int { return b.At.Compare(a.At) })
	return answer(q, rows, changeColumns())
}

// listLogGroups lists all log groups of the region: they belong to no cluster.
func listLogGroups(q *asker) (records, error) {
	lister, err := ability[backend.LogLister](q, "log groups")
	if err != nil {
		return records{}, err
	}
	rows, err := lister.LogGroups(q.ctx, "")
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, logGroupColumns(q.now()))
}

func listDaemons(q *asker) (records, error) {
	lister, err := ability[backend.DaemonLister](q, "daemons")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, lister.Daemons)
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, daemonColumns(q.now()))
}

func listExpress(q *asker) (records, error) {
	lister, err := ability[backend.ExpressLister](q, "Express services")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, lister.ExpressServices)
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, expressColumns())
}

func imageColumns(now time.Time) []column[owned[model.Image]] {
	type row = owned[model.Image]
	return append(ownerColumns[model.Image](), []column[row]{
		{name: "image", title: "IMAGE", value: func(i row) any { return i.row.Ref }, show: func(i row) string { return model.ShortImage(i.row.Ref) }},
		{name: "digest", title: "DIGEST", value: func(i row) any { return i.row.Digest }, show: func(i row) string {
			return model.ShortID(strings.TrimPrefix(i.row.Digest, "sha256:"))
		}},
		{name: "pushedAt", title: "PUSHED", right: true, value: func(i row) any { return i.row.PushedAt }, show: func(i row) string { return age(now, i.row.PushedAt) }},
		{name: "pulledAt", value: func(i row) any { return i.row.PulledAt }},
		{name: "sizeBytes", title: "MIB", right: true, value: func(i row) any { return int(i.row.Size) }, show: func(i row) string { return plain(int(i.row.Size >> 20)) }},
		{name: "tags", title: "TAGS", value: func(i row) any { return i.row.Tags }},
	}...)
}

func changeColumns() []column[model.Change] {
	type row = model.Change
	refused := func(c row) model.Severity {
		if c.ErrorCode != "" {
			return model.Broken
		}
		return model.Good
	}
	return []column[row]{
		{name: "at", title: "AT", value: func(c row) any { return c.At }},
		{name: "cluster", title: "CLUSTER", value: func(c row) any { return c.Cluster }},
		{name: "service", title: "SERVICE", value: func(c row) any { return c.Service }},
		{name: "action", title: "ACTION", value: func(c row) any { return c.Action }, severity: refused},
		{name: "user", title: "WHO", value: func(c row) any { return c.User }},
		{name: "principal", value: func(c row) any { return c.Principal }},
		{name: "source", title: "FROM", value: func(c row) any { return c.Source }},
		{name: "userAgent", value: func(c row) any { return c.Agent }},
		{name: "asked", title: "WHAT", value: func(c row) any { return c.Asked }},
		{name: "errorCode", title: "REFUSED", value: func(c row) any { return c.ErrorCode }, severity: refused},
		{name: "id", value: func(c row) any { return c.ID }},
	}
}

func logGroupColumns(now time.Time) []column[model.LogGroup] {
	type row = model.LogGroup
	return []column[row]{
		{name: "name", title: "LOG GROUP", value: func(g row) any { return g.Name }},
		{name: "retentionDays", title: "DAYS", right: true, value: func(g row) any { return set(g.Retention) }},
		{name: "createdAt", title: "AGE", right: true, value: func(g row) any { return g.CreatedAt }, show: func(g row) string { return age(now, g.CreatedAt) }},
		{name: "arn", value: func(g row) any { return g.ARN }},
	}
}

func daemonColumns(now time.Time) []column[model.Daemon] {
	type row = model.Daemon
	return []column[row]{
		{name: "name", title: "DAEMON", value: func(d row) any { return d.Name }},
		{name: "cluster", title: "CLUSTER", value: func(d row) any { return arn(d.Cluster) }, show: func(d row) string { return d.Cluster.Name }},
		{name: "status", title: "STATUS", value: func(d row) any { return d.Status }},
		{name: "capacityProviders", title: "PROVIDERS", value: func(d row) any { return d.Providers }},
		{name: "createdAt", title: "AGE", right: true, value: func(d row) any { return d.CreatedAt }, show: func(d row) string { return age(now, d.CreatedAt) }},
		{name: "arn", value: func(d row) any { return d.ARN }},
	}
}

func expressColumns() []column[model.ExpressService] {
	type row = model.ExpressService
	return []column[row]{
		{name: "service", title: "SERVICE", value: func(e row) any { return arn(e.Service) }, show: func(e row) string { return e.Service.String() }},
		{name: "status", title: "STATUS", value: func(e row) any { return e.Status }},
		{name: "image", title: "IMAGE", value: func(e row) any { return e.Image }, show: func(e row) string { return model.ShortImage(e.Image) }},
		{name: "cpu", title: "CPU", right: true, value: func(e row) any { return set(e.CPU) }},
		{name: "memory", title: "MEMORY", right: true, value: func(e row) any { return set(e.Memory) }},
		{name: "min", title: "MIN", right: true, value: func(e row) any { return e.Min }},
		{name: "max", title: "MAX", right: true, value: func(e row) any { return e.Max }},
		{name: "endpoints", title: "ENDPOINTS", value: func(e row) any { return e.Endpoints }},
		{name: "reason", value: func(e row) any { return e.Reason }},
	}
}
