package feed

import (
	"errors"
	"slices"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// lacks puts down what a part still lacks after an answer that came, and the newest reason; now is
// what the answer itself lacks.
// Who is missing stays so until it was read or found gone: an answer about some
// rows says nothing of the others.
func lacks[R any](p, old model.Part[R], now *backend.Partial, only []string, came map[string]bool) model.Part[R] {
	var was *backend.Partial
	errors.As(old.Err, &was)
	whole := len(only) == 0
	switch {
	case whole && (now == nil || now.More == 0 && len(now.Missing) > 0), was == nil && now != nil && old.Missing == 0:
		if p.Err, p.Missing = nil, 0; now != nil {
			p.Err, p.Missing = now, max(now.Rows(), 1)
		}
		return p
	case was == nil && now == nil:
		if p.Err, p.Missing = nil, old.Missing; old.Missing > 0 {
			p.Err = old.Err
		}
		return p
	}
	left := &backend.Partial{}
	unnamed := false
	if was != nil {
		*left = *was
		left.Missing = except(was.Missing, func(name string) bool {
			return came[name] || now == nil && slices.Contains(only, name)
		})
		unnamed = was.Rows() == 0
	}
	if now != nil {
		left.Missing = union(left.Missing, now.Missing)
		left.More, left.What, left.Err = max(left.More, now.More), now.What, now.Err
	}
	if p.Missing = left.Rows(); p.Missing == 0 && now == nil && !unnamed {
		p.Err = nil
		return p
	}
	slices.Sort(left.Missing)
	p.Err, p.Missing = left, max(p.Missing, 1)
	return p
}

// except are the names, which may be ARNs, of which such is not true.
func except(names []string, such func(name string) bool) []string {
	var out []string
	for _, n := range names {
		if !such(baseName(n)) {
			out = append(out, n)
		}
	}
	return out
}
