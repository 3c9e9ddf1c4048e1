package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// definition describes a revision of a task definition. Values of environment
// variables are masked, people write secrets into them, and what says or looks like
// a secret in all else.
var definition = kind.Description{
	ID:    KindDefinition,
	What:  func(ref screen.Ref) string { return "task definition " + ref.TaskDef.String() },
	Masks: true,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		d, ok := findDefinition(env, ref)
		if !ok {
			return screen.Thing{Ref: ref}
		}
		return thingOfDefinition(d, ref.Cluster)
	},
	State: func(env screen.Env, ref screen.Ref) screen.State {
		state := screen.StateOf(env.Snap.TaskDefs[ref.TaskDef])
		if state.Known && state.Err == nil {
			state.At = env.Wall // a revision never changes, so it cannot be old
		}
		return state
	},
	Scope: func(_ screen.Env, ref screen.Ref) []feed.Want {
		return []feed.Want{{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: ref.TaskDef}}
	},
	Summary: func(env screen.Env, ref screen.Ref) string {
		d, _ := findDefinition(env, ref)
		facts := []string{text.Clean(d.Ref.String()), strings.ToLower(or(text.Clean(d.Status))), text.Plural(len(d.Containers), "container")}
		if !d.RegisteredAt.IsZero() {
			facts = append(facts, "registered "+roughly(env.Now.Sub(d.RegisteredAt))+" ago")
		}
		return " " + Joined(facts...)
	},
	Write: func(s *screen.Sheet, env screen.Env, ref screen.Ref, revealed bool) {
		d, ok := findDefinition(env, ref)
		if !ok {
			return
		}
		writeTaskDef(s, env, d, ref, revealed)
		writeFlaws(s, d)
		for _, c := range d.Containers {
			writeContainerDef(s, d, c, revealed)
		}
	},
	Own: []kind.Own{
		{Binding: bindDiff, When: func(_ screen.Env, ref screen.Ref) string { return whenCompared(ref.TaskDef) }, Run: func(env screen.Env, ref screen.Ref) screen.Effect {
			if d, ok := findDefinition(env, ref); ok {
				ref.TaskDef = d.Ref
			}
			return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(ref.Cluster, ref.TaskDef)}}
		}},
		{Binding: bindRevisions, Gates: []kind.Gate{CanRevisions}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindRevisions, Ref: screen.OfTaskDef(ref.Cluster, ref.TaskDef.Newest())}}
		}},
	},
}

func findDefinition(env screen.Env, ref screen.Ref) (model.TaskDefinition, bool) {
	rows := env.Snap.TaskDefs[ref.TaskDef].Rows
	if len(rows) == 0 {
		return model.TaskDefinition{}, false
	}
	return rows[0], true
}

func masked(value string, revealed bool) string {
	switch {
	case revealed:
		return text.Clean(value)
	case value == "":
		return ""
	}
	return secret.Mask
}
