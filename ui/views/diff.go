package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// diff compares two revisions of a task definition by what they mean.
var diff = kind.Description{
	ID:    KindDiff,
	What:  func(ref screen.Ref) string { return "the two revisions of " + or(ref.Name()) },
	Masks: true,
	Scope: diffWants,
	State: diffState,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		p, missing := compared(env, ref)
		if missing != "" {
			return screen.Thing{Ref: ref}
		}
		own := screen.Ref{Cluster: ref.Cluster, Service: ref.Service, TaskDef: p.now, Against: p.old}
		return screen.Thing{Ref: own, Name: p.now.String() + " against " + p.old.String(), ARN: p.now.ARN(), Value: changesOf(env, p)}
	},
	Summary: diffSummary,
	Write: func(s *screen.Sheet, env screen.Env, ref screen.Ref, revealed bool) {
		p, missing := compared(env, ref)
		if missing != "" {
			s.Muted("", text.Clean(missing))
			return
		}
		writeDiff(s, p, changesOf(env, p), revealed)
	},
	Own: []kind.Own{
		{Binding: bindDefinition, When: whenPair, Run: func(env screen.Env, ref screen.Ref) screen.Effect {
			p, _ := compared(env, ref)
			return screen.Go{To: screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(ref.Cluster, p.now)}}
		}},
		{Binding: bindRevisions, Gates: []kind.Gate{CanRevisions}, When: whenPair, Run: func(env screen.Env, ref screen.Ref) screen.Effect {
			p, _ := compared(env, ref)
			return screen.Go{To: screen.Route{Kind: KindRevisions, Ref: screen.OfTaskDef(ref.Cluster, p.now.Newest())}}
		}},
	},
}

func whenPair(env screen.Env, ref screen.Ref) string {
	_, missing := compared(env, ref)
	return missing
}

// diffState is how it stands with both: what is lacking of one is lacking.
func diffState(env screen.Env, ref screen.Ref) screen.State {
	p, missing := compared(env, ref)
	if missing != "" {
		if s, ok := FindService(env.Snap, ref); ok && !s.TaskDef.IsZero() || !ref.TaskDef.IsZero() {
			return screen.State{Known: true, At: env.Wall} // there is nothing to compare, which is known
		}
		return screen.State{Err: env.Snap.Services[ref.Cluster].Err}
	}
	state := screen.StateOf(env.Snap.TaskDefs[p.old])
	if now := screen.StateOf(env.Snap.TaskDefs[p.now]); !now.Known {
		state = now
	}
	if state.Known {
		state.At, state.Err = env.Wall, nil // revisions never change, so they cannot be old
	}
	return state
}

// changesOf are the differences of a pair, none while one of it is not known.
func changesOf(env screen.Env, p pair) []taskdiff.Change {
	a, okA := sideOf(env.Snap, p.old)
	b, okB := sideOf(env.Snap, p.now)
	if !okA || !okB {
		return nil
	}
	return taskdiff.Compare(a, b)
}

// sideOf is a revision with the digests that its images have: where it runs, else
// in the registry. A registry tells of the tag as it is now, so what ran counts
// more.
func sideOf(snap *model.Snapshot, ref model.TaskDefRef) (taskdiff.Side, bool) {
	rows := snap.TaskDefs[ref].Rows
	if len(rows) == 0 {
		return taskdiff.Side{}, false
	}
	side := taskdiff.Side{TaskDefinition: rows[0], Digests: map[string]string{}}
	for _, i := range snap.Images[ref].Rows {
		for _, c := range side.Containers {
			if c.Image == i.Ref {
				side.Digests[c.Name] = i.Digest
			}
		}
	}
	for _, part := range snap.OwnTasks {
		ranDigests(side, part.Rows)
	}
	for _, part := range snap.Tasks {
		ranDigests(side, part.Rows)
	}
	return side, true
}

func ranDigests(side taskdiff.Side, tasks []model.Task) {
	for _, t := range tasks {
		if t.TaskDef != side.Ref {
			continue
		}
		for _, c := range t.Containers {
			if c.Digest != "" {
				side.Digests[c.Name] = c.Digest
			}
		}
	}
}

func diffSummary(env screen.Env, ref screen.Ref) string {
	p, missing := compared(env, ref)
	if missing != "" {
		return ""
	}
	th := env.Theme
	head := text.Clean(p.old.String()) + arrow(th) + text.Clean(nameAfter(p.old, p.now))
	changes := changesOf(env, p)
	if len(changes) == 0 {
		return " " + head + "    " + th.Severity(model.Good).Paint(th.Glyph(model.Good)+" no difference that matters")
	}
	var groups []string
	for _, g := range taskdiff.Groups(changes) {
		groups = append(groups, g.String())
	}
	return " " + head + "    " + text.Plural(len(changes), "difference") + ": " + strings.Join(groups, ", ")
}

// nameAfter is now's name beside old's: the family is told once.
func nameAfter(old, now model.TaskDefRef) string {
	if old.Family == now.Family {
		return strings.TrimPrefix(now.String(), now.Family)
	}
	return now.String()
}
