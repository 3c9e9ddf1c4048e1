package ui

import (
	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// account is how the program stands with the account: what it asks of it, and
// what it may not ask.
type account struct {
	usage   backend.Usage
	counted bool // the backend tells usage
	denials []backend.Denial
}

// takeStock reads what the backend tells of itself. That is no I/O, but it is
// somebody else's state: it is read when time passes or data comes, not while
// drawing.
func (m *Model) takeStock() {
	if l, ok := backend.As[backend.CallLogger](m.opt.Backend); ok {
		m.account.usage, m.account.counted = l.Usage(m.wall), true
	}
	if d, ok := backend.As[backend.Denier](m.opt.Backend); ok {
		m.account.denials = d.Denials()
	}
}

// reconsider has denied questions be asked again.
func (m *Model) reconsider() {
	if d, ok := backend.As[backend.Denier](m.opt.Backend); ok {
		d.Reconsider()
		m.account.denials = d.Denials()
	}
}

// accountActions lead to the screens about the program itself.
func (m *Model) accountActions() []screen.Action {
	env := m.env()
	return []screen.Action{
		m.leadTo(keymap.Binding{Action: "calls", Keys: []string{"A"}, Title: "API calls", Help: "every call made lately: how long it took, and how it ended"}, kindCalls, canCalls(env)),
		m.leadTo(keymap.Binding{Action: "permissions", Keys: []string{"P"}, Title: "permissions", Help: "what was denied, and a policy that would allow it"}, kindPermissions, canDenials(env)),
	}
}

// leadTo is an action that opens a screen about the program.
func (m *Model) leadTo(b keymap.Binding, kind, why string) screen.Action {
	return screen.Action{Binding: b, Why: why, Do: func() screen.Effect { return screen.Go{To: screen.Route{Kind: kind}} }}
}

// denied finds what is known of a permission to be missing for what belongs to
// a cluster; the zero ref asks of any context.
func denied(env screen.Env, cluster model.ClusterRef, ops ...string) (backend.Denial, bool) {
	in := contextOf(env.Snap, cluster)
	for _, d := range env.Denials {
		for _, op := range ops {
			if d.Op == op && (in == "" || d.Context == "" || d.Context == in) {
				return d, true
			}
		}
	}
	return backend.Denial{}, false
}

// contextOf names the context that a cluster is seen through; "" while there is
// only one, or when it cannot be told.
func contextOf(snap *model.Snapshot, cluster model.ClusterRef) string {
	name := ""
	for _, c := range snap.Contexts {
		if cluster.Region != c.Region || cluster.Account != "" && c.Account != "" && cluster.Account != c.Account {
			continue
		}
		if name != "" {
			return "" // two profiles of one account
		}
		name = c.Name()
	}
	return name
}
