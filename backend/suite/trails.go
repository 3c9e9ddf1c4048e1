package suite

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var trailChecks = []check{
	{"LogGroups and LogStreams find what a Tail reads", checkLogGroups},
	{"Images are those that were asked for, and what tasks run", checkImages},
	{"Changes tell of a write", checkChanges},
	{"Daemons are sorted by name", checkDaemons},
	{"ExpressServices are services", checkExpress},
}

func checkLogGroups(t T, s Subject) {
	lister := ability[backend.LogLister](t, s)
	b := sub{s, t}
	s.Advance(5 * time.Minute)
	src := b.sources()[0]
	groups, err := lister.LogGroups(limited(t), src.Group)
	b.need(err, "LogGroups(%q)", src.Group)
	wantSorted(t, "LogGroups by name", groups, func(a, b model.LogGroup) int { return strings.Compare(a.Name, b.Name) })
	if !slices.ContainsFunc(groups, func(g model.LogGroup) bool { return g.Name == src.Group && strings.HasPrefix(g.ARN, "arn:") }) {
		t.Errorf("LogGroups(%q) does not have that group with an ARN: %+v", src.Group, groups)
	}
	for _, g := range groups {
		if !strings.HasPrefix(g.Name, src.Group) {
			t.Errorf("LogGroups(%q) has %q", src.Group, g.Name)
		}
	}
	none, err := lister.LogGroups(limited(t), "/"+nobody)
	if b.need(err, "LogGroups of nothing"); len(none) > 0 {
		t.Errorf("LogGroups of an unknown prefix has %d rows", len(none))
	}
	task := b.running()[0].Ref
	for what, source := range map[string]backend.LogSource{"the group": {Group: src.Group}, "its part": src} {
		streams, err := lister.LogStreams(limited(t), source)
		b.need(err, "LogStreams of %s", what)
		wantSorted(t, "LogStreams newest first", streams, func(a, b model.LogStream) int { return b.LastAt.Compare(a.LastAt) })
		if !slices.ContainsFunc(streams, func(st model.LogStream) bool { return strings.HasSuffix(st.Name, "/"+task.ID) && !st.LastAt.IsZero() }) {
			t.Errorf("LogStreams of %s has none that task %s has written to", what, task.Short())
		}
	}
	_, err = lister.LogStreams(limited(t), backend.LogSource{Group: "/" + nobody})
	wantKind(t, err, backend.KindNotFound, "LogStreams of an unknown group")
}

func checkImages(t T, s Subject) {
	reader := ability[backend.ImageReader](t, s)
	b := sub{s, t}
	refs := []string{"docker.io/library/nobody-asks-for:1", "public.ecr.aws/x/y@sha256:00", "not an image at all"}
	digests := map[string]string{}
	for _, task := range b.running() {
		for _, c := range task.Containers {
			refs = append(refs, c.Image)
			digests[c.Image] = c.Digest
		}
	}
	rows, err := reader.Images(limited(t), refs...)
	b.need(err, "Images(%q)", refs)
	wantSorted(t, "Images by reference", rows, func(a, b model.Image) int { return strings.Compare(a.Ref, b.Ref) })
	if len(rows) == 0 {
		t.Errorf("Images knows none of %q", refs)
	}
	var pinned []string
	for _, row := range rows {
		digest, ran := digests[row.Ref]
		switch {
		case !ran:
			t.Errorf("Images tells of %q, which no task runs", row.Ref)
		case digest != "" && row.Digest != digest:
			t.Errorf("image %q is %q, its tasks run %q", row.Ref, row.Digest, digest)
		case row.PushedAt.IsZero() || row.PushedAt.After(s.now()) || row.Size <= 0:
			t.Errorf("image %q was pushed at %v and has %d bytes", row.Ref, row.PushedAt, row.Size)
		}
		name, _, _ := strings.Cut(row.Ref, ":")
		pinned = append(pinned, name+"@"+row.Digest)
	}
	again, err := reader.Images(limited(t), pinned...)
	b.need(err, "Images(%q)", pinned)
	for _, row := range again {
		if !strings.HasSuffix(row.Ref, "@"+row.Digest) {
			t.Errorf("image %q has the digest %q", row.Ref, row.Digest)
		}
	}
}

func checkChanges(t T, s Subject) {
	reader := ability[backend.ChangeReader](t, s)
	b := sub{s, t}
	svc := b.theService()
	since := s.now()
	b.need(s.Backend.Scale(limited(t), svc.Ref, svc.Desired+1), "Scale")
	s.Advance(15 * time.Minute)
	rows, err := reader.Changes(limited(t), svc.Ref.Cluster, since)
	b.need(err, "Changes")
	wantSorted(t, "Changes newest first", rows, func(a, b model.Change) int { return b.At.Compare(a.At) })
	told := slices.ContainsFunc(rows, func(c model.Change) bool {
		return c.Action == "ecs:UpdateService" && c.Service == svc.Ref.Name && c.User != "" && c.ID != "" && slices.Contains(c.Asked, "desiredCount="+strconv.Itoa(svc.Desired+1))
	})
	if !told {
		t.Errorf("Changes does not tell of the new desired count: %+v", rows)
	}
	for _, c := range rows {
		if c.Cluster != svc.Ref.Cluster.Name || c.ReadOnly || c.At.Before(since.Add(-time.Second)) {
			t.Errorf("Changes of %s since %v tells of %s to cluster %q at %v", svc.Ref.Cluster, since, c.Action, c.Cluster, c.At)
		}
	}
	if rows, err = reader.Changes(limited(t), svc.Ref.Cluster, s.now()); err != nil || len(rows) > 0 {
		t.Errorf("Changes since now are %d, %v", len(rows), err)
	}
}

func checkDaemons(t T, s Subject) {
	lister := ability[backend.DaemonLister](t, s)
	b := sub{s, t}
	for _, c := range b.clusters() {
		rows, err := lister.Daemons(limited(t), c.Ref)
		b.need(err, "Daemons(%s)", c.Ref)
		wantSorted(t, "Daemons by name", rows, func(a, b model.Daemon) int { return strings.Compare(a.Name, b.Name) })
		for _, d := range rows {
			wantComplete(t, "Daemons", d.Cluster)
			if d.Name == "" || d.Status == "" || !strings.HasPrefix(d.ARN, "arn:") {
				t.Errorf("a daemon of %s is %+v", c.Ref, d)
			}
		}
	}
	_, err := lister.Daemons(limited(t), model.ClusterRef{Name: nobody})
	wantKind(t, err, backend.KindNotFound, "Daemons of an unknown cluster")
}

func checkExpress(t T, s Subject) {
	lister := ability[backend.ExpressLister](t, s)
	b := sub{s, t}
	for _, c := range b.clusters() {
		rows, err := lister.ExpressServices(limited(t), c.Ref)
		b.need(err, "ExpressServices(%s)", c.Ref)
		wantSorted(t, "ExpressServices by name", rows, func(a, b model.ExpressService) int { return cmp.Compare(a.Service.Name, b.Service.Name) })
		all := b.services(c.Ref)
		for _, e := range rows {
			if !slices.ContainsFunc(all, func(svc model.Service) bool { return svc.Ref == e.Service }) {
				t.Errorf("the Express service %s is no service of its cluster", e.Service)
			}
			if e.Image == "" || e.Min > e.Max {
				t.Errorf("the Express service %s runs %q, between %d and %d times", e.Service, e.Image, e.Min, e.Max)
			}
		}
	}
	_, err := lister.ExpressServices(limited(t), model.ClusterRef{Name: nobody})
	wantKind(t, err, backend.KindNotFound, "ExpressServices of an unknown cluster")
}
