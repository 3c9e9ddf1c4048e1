package aws

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
)

// endpoint tells whether a service answered at all, and whether that was AWS.
func (p *probe) endpoint(service string) backend.Finding {
	f := backend.Finding{Check: "endpoint " + service, Grade: backend.Untried, Says: "nothing was asked of it"}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, op := range slices.Sorted(maps.Keys(p.outcomes)) {
		o := p.outcomes[op]
		if !strings.HasPrefix(op, service+":") || o.untried != "" {
			continue
		}
		got := heard(o)
		got.Check = f.Check
		if f.Grade == backend.Untried || got.Grade == backend.Fine && (f.Grade != backend.Fine || got.Took < f.Took) {
			f = got
		}
	}
	return f
}

// heard tells whether AWS answered to one call.
func heard(o outcome) backend.Finding {
	var none *credentialsError
	switch kind := backend.KindOf(o.err); {
	case o.err != nil && errors.As(o.err, &none):
		return backend.Finding{Grade: backend.Untried, Says: "there are no credentials to ask with"}
	case kind == backend.KindUnreachable:
		return backend.Finding{Grade: backend.Wrong, Says: whyOf(o.err), Do: backend.Advice(o.err)}
	case o.err != nil && !saidByAWS(o.err) && kind != backend.KindCanceled:
		return backend.Finding{Grade: backend.Wrong, Says: "what answers is not AWS: " + whyOf(o.err), Do: "Check the endpoint URL and the proxy."}
	}
	return backend.Finding{Says: "answers", Took: o.took}
}

// permission tells how the trying of an action went.
func (p *probe) permission(a iam.Action) backend.Finding {
	o, ok := p.outcome(a.Name)
	if !ok {
		o.untried = "there was no way to try it"
	}
	return judge(a, o)
}

// judge reads a permission off an answer. AWS looks at permissions first: that
// something does not exist, or that a request is no good, is only said to those
// who may ask.
func judge(a iam.Action, o outcome) backend.Finding {
	f := backend.Finding{Check: a.Name, Took: o.took}
	if o.untried != "" {
		f.Grade, f.Says = backend.Untried, o.untried
		return f
	}
	switch kind := backend.KindOf(o.err); {
	case o.err == nil, (kind == backend.KindNotFound || kind == backend.KindInvalid) && saidByAWS(o.err):
		f.Says = "allowed"
	case kind == backend.KindDenied && o.invented && !a.Whole():
		f.Grade, f.Says = backend.Untried, "denied of a name that is made up, and there is nothing real to try it on"
	case kind == backend.KindDenied:
		f.Grade, f.Says, f.Do = backend.Wrong, strings.TrimSpace(withoutUser(whyOf(o.err))+". "+a.Without), a.Meanwhile()
		switch {
		case backend.Blocked(o.err):
			f.Blocked, f.Do = true, byOrganization
		case explicit(whyOf(o.err)):
			f.Do = strings.TrimSpace("Somebody denied it explicitly, which no policy of yours overrules: ask them. " + f.Do)
		}
	case kind == backend.KindUnsupported:
		f.Grade, f.Says = backend.Untried, "this endpoint does not have it"
	default:
		f.Grade, f.Says, f.Do = backend.Unsure, kind.String()+": "+whyOf(o.err), backend.Advice(o.err)
	}
	return f
}

// userForm begins AWS's denials. Who asked for what is said elsewhere.
var userForm = regexp.MustCompile(`^User: \S+ is not authorized to perform: \S+ `)

func withoutUser(message string) string {
	return strings.TrimSuffix(userForm.ReplaceAllString(message, "not authorized "), ".")
}

// explicit tells a denial that somebody wrote down from a permission that
// nobody gave.
func explicit(message string) bool { return strings.Contains(message, "explicit deny") }

// saidByAWS tells an error that AWS has a code for from the page of whatever
// else may answer at an endpoint.
func saidByAWS(err error) bool {
	var e *backend.Error
	return errors.As(err, &e) && e.Code != "" && e.Code != noCode
}

// whyOf is why, without what was asked.
func whyOf(err error) string {
	var e *backend.Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return err.Error()
}
