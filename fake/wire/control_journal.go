package wire

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// journalPage is what GET journal answers.
type journalPage struct {
	Entries []sim.Entry `json:"entries"` // oldest first
	Next    uint64      `json:"next"`    // give it as after to read on
	Seq     uint64      `json:"seq"`     // of the newest entry there is
	Lost    uint64      `json:"lost"`    // entries after the one given that are no longer kept
}

// journalQuery is what of the journal is asked for.
type journalQuery struct {
	after            uint64
	newest           bool // no after was given: the newest are wanted
	kinds            []string
	cluster, service string
	limit            int
	follow           time.Duration
}

// Bounds of journal.
const (
	journalNormally = 100
	journalAtMost   = 10_000
	followAtMost    = 10 * time.Minute
	followPoll      = 50 * time.Millisecond
)

func (s *server) journal(r *http.Request, _ []byte) (any, error) {
	q, err := readJournalQuery(r.URL.Query())
	if err != nil {
		return nil, err
	}
	if s.world.With(func(w *sim.World) { err = q.check(w) }); err != nil {
		return nil, err
	}
	deadline := time.Now().Add(q.follow)
	for {
		changed := s.world.Changed()
		var out journalPage
		s.world.With(func(w *sim.World) {
			if q.newest && q.follow > 0 {
				q.newest, q.after = false, w.Seq() // what comes from now on
			}
			out = q.page(w)
		})
		left := time.Until(deadline)
		if len(out.Entries) > 0 || left <= 0 {
			return out, nil
		}
		poll := time.NewTimer(min(left, followPoll))
		select {
		case <-changed:
		case <-poll.C:
		case <-r.Context().Done():
			poll.Stop()
			return nil, r.Context().Err()
		}
		poll.Stop()
	}
}

func readJournalQuery(v url.Values) (journalQuery, error) {
	q := journalQuery{limit: journalNormally, newest: !v.Has("after"), cluster: v.Get("cluster"), service: v.Get("service")}
	for key := range v {
		if !slices.Contains([]string{"after", "kind", "cluster", "service", "limit", "follow"}, key) {
			return q, badControl("journal does not know %q: there are after, kind, cluster, service, limit and follow.", key)
		}
	}
	var err error
	if !q.newest {
		if q.after, err = strconv.ParseUint(v.Get("after"), 10, 64); err != nil {
			return q, badControl("after is the number of an entry, not %q.", v.Get("after"))
		}
	}
	if text := v.Get("limit"); text != "" {
		if q.limit, err = strconv.Atoi(text); err != nil || q.limit < 1 || q.limit > journalAtMost {
			return q, badControl("limit is from 1 to %d, not %q.", journalAtMost, text)
		}
	}
	if text := v.Get("follow"); text != "" {
		if q.follow, err = time.ParseDuration(text); err != nil || q.follow < 0 || q.follow > followAtMost {
			return q, badControl("follow is how long to wait for an entry, in real time, up to 10m, not %q.", text)
		}
	}
	if text := v.Get("kind"); text != "" {
		q.kinds = strings.Split(text, ",")
		for _, kind := range q.kinds {
			if !slices.Contains(sim.Kinds, kind) {
				return q, badControl("There is no kind %q: there are %s.", kind, strings.Join(sim.Kinds, ", "))
			}
		}
	}
	if q.service != "" && !strings.Contains(q.service, "/") {
		return q, badControl("A service is named cluster/service, not %q.", q.service)
	}
	return q, nil
}

// check refuses a cluster or a service that neither is there nor was: nothing is
// ever told of it.
func (q journalQuery) check(w *sim.World) error {
	v := w.View()
	told := func(is func(sim.Entry) bool) bool { return slices.ContainsFunc(w.Journal(0), is) }
	if q.cluster != "" && v.Cluster(q.cluster) == nil && !told(func(e sim.Entry) bool { return e.Cluster == q.cluster }) {
		return trouble(http.StatusNotFound, "There is no cluster %s. There are: %s.", q.cluster, strings.Join(each(v.Clusters(), func(c *sim.Cluster) string { return c.Name }), ", "))
	}
	cluster, name, _ := strings.Cut(q.service, "/")
	if q.service == "" || v.Service(sim.Key{Cluster: cluster, Name: name}) != nil || told(func(e sim.Entry) bool { return e.Cluster == cluster && e.Service == name }) {
		return nil
	}
	var there []string
	for _, c := range v.Clusters() {
		for _, s := range v.Services(c.Name) {
			there = append(there, s.Cluster+"/"+s.Name)
		}
	}
	const enough = 20
	if len(there) > enough {
		there = append(there[:enough], "...")
	}
	return trouble(http.StatusNotFound, "There is no service %s. There are: %s.", q.service, strings.Join(there, ", "))
}

func (q journalQuery) page(w *sim.World) journalPage {
	out := journalPage{Entries: []sim.Entry{}, Next: w.Seq(), Seq: w.Seq()}
	all := w.Journal(q.after)
	if first := w.Seq() + 1 - uint64(len(all)); !q.newest && q.after < w.Seq() {
		out.Lost = first - q.after - 1
	}
	for _, e := range all {
		if q.wants(e) {
			out.Entries = append(out.Entries, e)
		}
	}
	switch n := len(out.Entries); {
	case n > q.limit && q.newest:
		out.Entries = out.Entries[n-q.limit:]
	case n > q.limit:
		out.Entries = out.Entries[:q.limit]
		out.Next = out.Entries[q.limit-1].Seq
	}
	return out
}

func (q journalQuery) wants(e sim.Entry) bool {
	return (len(q.kinds) == 0 || slices.Contains(q.kinds, e.Kind)) &&
		(q.cluster == "" || q.cluster == e.Cluster) &&
		(q.service == "" || q.service == e.Cluster+"/"+e.Service)
}
