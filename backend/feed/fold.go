package feed

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// answer is how a question ended.
type answer struct {
	question
	// rows are a []R of the part's noun; for Metrics a map from service to
	// []Series. nil when nothing came.
	rows any
	err  error
	at   time.Time // wall clock
	// asking makes it no answer yet but the news that the question is asked,
	// and the rows that came so far.
	asking bool
	world  time.Time // when it was asked, in the backend's world
	// lostBefore are rows that answers have been lacking, and since when; lost
	// are those after this one.
	lostBefore, lost map[string]time.Time
}

// fold is s with an answer worked in. It copies only what changes, so that
// published snapshots stay as they are. Seq, At and Wall are left to the
// publisher.
func fold(s *model.Snapshot, a *answer, as aliases) *model.Snapshot {
	n := *s
	parts[a.want.Part].home.fold(&n, a, as)
	return &n
}

// part is the old part with the answer worked in.
func (r rules[R]) part(old model.Part[R], a *answer) model.Part[R] {
	p := old
	if old.Recalled {
		r.stale, r.lingers = nil, nil // of another session, perhaps of another world
	}
	if a.asking {
		return r.growing(p, a)
	}
	p.Asking, p.Growing = false, false
	p.Err = a.err
	var partial *backend.Partial
	none := errors.Is(a.err, errNoService) // which is news of a row, not a failure to read the list
	if a.err != nil && !none && !errors.As(a.err, &partial) {
		p.Err = stillLacking(old.Err, a.err)
		if a.first && len(p.Rows) > 0 && !p.Recalled {
			p.Missing = max(p.Missing, 1) // only some rows came before it failed
		}
		return p // a failure removes nothing, and the rows keep their age
	}
	one := a.want.Part == Services && a.want.Service != ""
	named := a.only
	if one {
		named = []string{a.want.Service}
	}
	only, whole := named, len(named) == 0
	rows, _ := a.rows.([]R)
	if partial != nil {
		// Who is missing is not always known by name, as when a page of the
		// list failed: nobody is taken for gone.
		only = nil
	}
	p.Rows, a.lost = r.merged(old.Rows, rows, reading{all: whole && partial == nil, only: only, at: a.at, world: a.world, lost: a.lostBefore})
	came := make(map[string]bool, len(rows))
	for _, row := range rows {
		came[r.key(row)] = true
	}
	p = lacks(p, old, partial, named, came)
	if none {
		p.RowErr = clone(old.RowErr, 1)
		p.RowErr[a.want.Service] = a.err
		if p.Missing == 0 && old.Missing == 0 {
			p.Err = old.Err
		}
	} else {
		p.RowErr = told(old.RowErr, whole && partial == nil, came)
	}
	switch {
	case !whole:
		p.RowAt = clone(old.RowAt, len(rows))
		for _, row := range rows {
			p.RowAt[r.key(row)] = a.at
		}
	case partial == nil:
		p.At, p.RowAt, p.Recalled = a.at, nil, false
	case !p.Recalled: // else some of the rows are still those of the last session
		p.At = a.at
	}
	return p
}

// told are the reasons why rows are not there without those that an answer has
// settled: the whole list, or one that came.
func told(reasons map[string]error, all bool, came map[string]bool) map[string]error {
	if all || len(reasons) == 0 {
		return nil
	}
	left := map[string]error{}
	for name, err := range reasons {
		if !came[name] {
			left[name] = err
		}
	}
	return left
}

// stillLacking is the newest failure, with the names of the rows that an answer
// before has lacked: nobody has told anything else of those since.
func stillLacking(before, now error) error {
	var was *backend.Partial
	if !errors.As(before, &was) {
		return now
	}
	return &backend.Partial{Missing: was.Missing, More: was.More, What: was.What, Err: now}
}

// growing is a part whose answer is still on its way: some rows may have come.
func (r rules[R]) growing(p model.Part[R], a *answer) model.Part[R] {
	p.Asking = p.Asking || a.first
	rows, _ := a.rows.([]R)
	if len(rows) == 0 {
		return p
	}
	p.Rows, _ = r.merged(p.Rows, rows, reading{})
	if r.less != nil {
		p.Rows = slices.Clone(p.Rows)
		model.Sort(p.Rows, r.less)
	}
	if !p.Known() {
		p.At, p.Growing = a.at, true
	}
	return p
}

// definitionKeys are the ref asked for, and the complete one that came: they
// differ when the newest revision was asked for.
func definitionKeys(a *answer, _ aliases) []model.TaskDefRef {
	keys := []model.TaskDefRef{a.want.TaskDef}
	if rows, _ := a.rows.([]model.TaskDefinition); len(rows) == 1 && rows[0].Ref != a.want.TaskDef {
		keys = append(keys, rows[0].Ref)
	}
	return keys
}

// putMetrics spreads one answer over the services that it was asked for. One
// without an entry has no data, which is an answer too.
func putMetrics(m map[model.ServiceRef]model.Part[model.Series], a *answer, as aliases) map[model.ServiceRef]model.Part[model.Series] {
	came, _ := a.rows.(map[model.ServiceRef][]model.Series)
	var partial *backend.Partial
	short := errors.As(a.err, &partial)
	out := clone(m, len(a.services))
	for _, ref := range a.services {
		own := *a
		keys := as.services(ref)
		rows, ok := came[ref]
		if !ok {
			rows, ok = came[keys[0]]
		}
		if own.rows = rows; short {
			own.err = nil
			if !ok {
				own.err = partial.Unwrap()
			}
		}
		p := seriesRules.part(m[keys[0]], &own)
		for _, k := range keys {
			out[k] = p
		}
	}
	return out
}

func clone[K comparable, V any](m map[K]V, more int) map[K]V {
	out := make(map[K]V, len(m)+more)
	maps.Copy(out, m)
	return out
}

// known tells whether the snapshot has an answer to q.
func known(s *model.Snapshot, q question) bool { return parts[q.want.Part].home.known(s, q) }
