package aws

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// deniedFor is how long a denial is taken for granted: permissions change by
// hand, and seldom.
const deniedFor = 10 * time.Minute

// someDeniedFor is how long a denial of some rows of a list is taken for granted
// where others were allowed and it names no resource that a policy is about: that
// costs few calls, and a list with holes is seen.
const someDeniedFor = 25 * time.Second

var _ backend.Denier = (*Backend)(nil)

// Denials are the permissions found missing, sorted by operation and target.
func (b *Backend) Denials() []backend.Denial { return b.denials.list(time.Now()) }

// Reconsider forgets them: what was denied is asked again.
func (b *Backend) Reconsider() { b.denials.forget() }

// denials remembers what may not be asked. A denial is of an action and of what
// IAM was asked about: where AWS names one of the things in the request, other
// things of the same cluster may well be allowed, and so each batch of a list is
// still asked.
type denials struct {
	mu sync.Mutex
	by map[string]map[subject]*backend.Denial // by operation
	// An organization may close a region by a policy, for all but a few global
	// services. closed are the operations that were refused so, and answered
	// tells that ECS has answered something: then it is not all of the region.
	closed   map[string]bool
	answered bool
	// allowed are the scopes in which an action was allowed about some thing.
	allowed map[subject]bool
}

// alike is how many things of one scope an action has to be denied about, and
// allowed about none, for the rest not to be asked one by one.
const alike = 5

// subject is what a call is about, as far as permissions tell things apart.
type subject struct {
	scope string // the cluster, log group or repository
	thing string // in it: the name of one, all of them joined, or "" for the scope itself
}

// closedBy is how many operations of ECS a policy of the organization has to
// refuse, before anything was answered, for the region to count as closed.
const closedBy = 2

// answer is the failure of a call that need not be made.
func (d *denials) answer(r request, in any, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.by[r.op]
	if len(d.closed) >= closedBy && !d.answered && len(known) == 0 && !strings.HasPrefix(r.op, "sts:") {
		for op := range d.closed {
			for _, found := range d.by[op] {
				if now.Before(found.Until) {
					found.Saved++
					return retold(found.Err, r)
				}
			}
		}
	}
	if len(known) == 0 {
		return nil
	}
	scope, things, one := about(in)
	some := len(things) > 0 && !one && d.allowed[subject{r.op, scope}]
	for _, thing := range append(things, "", strings.Join(things, " ")) {
		for _, s := range []subject{{scope, thing}, {"", ""}} {
			found := known[s]
			if found == nil {
				continue
			}
			if now.Before(found.Until) && !(some && passed(found, now)) {
				found.Saved++
				return retold(found.Err, r)
			}
			delete(known, s)
		}
	}
	return nil
}

// passed tells that a denial which names no resource has been one for a while.
func passed(found *backend.Denial, now time.Time) bool {
	var e *backend.Error
	if errors.As(found.Err, &e) {
		if _, named := deniedResource(e.Message); named {
			return false
		}
	}
	return now.Sub(found.At) >= someDeniedFor
}

// retold is a failure from memory, about what is asked now.
func retold(err error, r request) error {
	var e *backend.Error
	if !errors.As(err, &e) {
		return err
	}
	again := *e
	again.Op, again.Target = r.op, r.target
	return &again
}

// learn takes what a call came to. Only AWS's own word counts as a denial, not
// that of a proxy in between.
func (d *denials) learn(r request, in any, context string, err *backend.Error, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		d.answered = d.answered || strings.HasPrefix(r.op, "ecs:")
		if known := d.by[r.op]; len(known) > 0 {
			scope, things, _ := about(in)
			d.allowed[subject{r.op, scope}] = true
			for _, thing := range append(things, "", strings.Join(things, " ")) {
				delete(known, subject{scope, thing})
			}
		}
		return
	}
	if err.Kind != backend.KindDenied || !saidByAWS(err) {
		return
	}
	if d.by == nil {
		d.by, d.closed, d.allowed = map[string]map[subject]*backend.Denial{}, map[string]bool{}, map[subject]bool{}
	}
	if d.by[r.op] == nil {
		d.by[r.op] = map[subject]*backend.Denial{}
	}
	if strings.HasPrefix(r.op, "ecs:") && backend.ByOrganization(err.Message) {
		d.closed[r.op] = true
	}
	found := &backend.Denial{Op: r.op, Target: r.target, Context: context, At: now, Until: now.Add(deniedFor), Err: err}
	scope, things, one := about(in)
	d.by[r.op][deniedSubject(scope, things, err.Message)] = found
	if one && len(d.by[r.op]) >= alike && !d.allowed[subject{r.op, scope}] {
		d.by[r.op][subject{scope, ""}] = found
	}
}

// deniedSubject is what a denial is about: the thing that it names, where the
// request asked for that, else all of the scope where it names none of them.
func deniedSubject(scope string, things []string, message string) subject {
	resource, named := deniedResource(message)
	switch {
	case !named:
		return subject{scope, strings.Join(things, " ")}
	case slices.Contains(things, lastPart(resource)):
		return subject{scope, lastPart(resource)}
	}
	return subject{scope, ""}
}

// deniedResource is the ARN in "is not authorized to perform: ecs:ListServices on
// resource: ARN because no identity-based policy allows it"; "*" is of an action
// that knows no resources.
func deniedResource(message string) (arn string, ok bool) {
	_, after, ok := strings.Cut(message, " on resource: ")
	arn, _, _ = strings.Cut(after, " ")
	return arn, ok && arn != ""
}

// about finds in a request of the SDK what permissions may depend on. Requests
// of services whose reads know no resources (load balancing, CloudWatch, scaling,
// CloudTrail) have none of these fields. one is a request that can be about one
// thing only.
func about(in any) (scope string, things []string, one bool) {
	v := reflect.Indirect(reflect.ValueOf(in))
	if v.Kind() != reflect.Struct {
		return "", nil, false
	}
	for _, name := range []string{"Cluster", "LogGroupName", "LogGroupIdentifier", "RepositoryName"} {
		if s, ok := field[*string](v, name); ok && s != nil {
			scope = lastPart(*s)
			if strings.HasPrefix(name, "Log") {
				scope = *s // the names of log groups have slashes
			}
		}
	}
	for _, name := range []string{"Services", "Tasks", "ContainerInstances", "Clusters", "ServiceRevisionArns"} {
		list, _ := field[[]string](v, name)
		for _, s := range list {
			things = append(things, lastPart(s))
		}
	}
	for _, name := range []string{"Service", "Task", "ResourceArn"} {
		if s, ok := field[*string](v, name); ok && s != nil {
			things, one = append(things, lastPart(*s)), true
		}
	}
	return scope, things, one
}

func field[T any](v reflect.Value, name string) (T, bool) {
	f := v.FieldByName(name)
	if !f.IsValid() {
		var none T
		return none, false
	}
	t, ok := f.Interface().(T)
	return t, ok
}

// list puts denials of one operation about the same target together: the batches
// of one list.
func (d *denials) list(now time.Time) []backend.Denial {
	d.mu.Lock()
	defer d.mu.Unlock()
	type key struct{ op, target string }
	found := map[key]backend.Denial{}
	for _, known := range d.by {
		for _, one := range known {
			if !now.Before(one.Until) {
				continue
			}
			k := key{one.Op, one.Target}
			sum, ok := found[k]
			if !ok || one.At.After(sum.At) {
				one := *one
				one.Saved += sum.Saved
				found[k] = one
				continue
			}
			sum.Saved += one.Saved
			found[k] = sum
		}
	}
	out := make([]backend.Denial, 0, len(found))
	for _, one := range found {
		out = append(out, one)
	}
	model.Sort(out, func(x, y backend.Denial) int {
		return cmp.Or(cmp.Compare(x.Op, y.Op), cmp.Compare(x.Target, y.Target))
	})
	return out
}

func (d *denials) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.by, d.closed, d.allowed, d.answered = nil, nil, nil, false
}
