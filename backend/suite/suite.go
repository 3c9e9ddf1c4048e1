// Package suite is the contract of backend.Backend as tests. Every
// implementation runs all of it, each check on a world of its own:
//
//	func TestContract(t *testing.T) {
//		suite.Run(t, func(t *testing.T) suite.Subject { ... })
//	}
//
// Diff goes further: it asks two backends over equal worlds the same questions
// and wants equal answers, which is how the conversion from AWS's wire format
// is held against the simulator's own.
//
// Nothing here sleeps. The world's time passes by Subject.Advance only, and a
// call that does not answer is cut off by patience.
package suite

import (
	"context"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// patience is how long, in real time, one call to a backend may take. It is
// far longer than any needs: it only turns a hang into a failure.
const patience = 30 * time.Second

// Subject is a backend with a world of its own behind it, and the few levers
// that a contract test needs beside the backend's own methods.
type Subject struct {
	Backend backend.Backend
	// Cluster is the name of a cluster.
	Cluster string
	// Service is the name of a service in Cluster. It is ACTIVE, keeps two or
	// more tasks RUNNING and nothing but the suite changes it. Its containers
	// write to CloudWatch Logs by the awslogs driver with a stream prefix, each
	// task at least one line in any two minutes.
	Service string
	// Many is the name of a cluster with more than 100 tasks and more than 10
	// services: more than AWS returns on one page and describes in one call.
	// Without it the paging checks are skipped.
	Many string
	// Now is the time in the world; nil takes the backend's own clock, or else
	// the wall clock.
	Now func() time.Time
	// Advance lets d of the world's time pass and returns when it has.
	Advance func(d time.Duration)
	// Fail makes an operation, named as IAM does (ecs:DescribeServices, or
	// logs:* for all of a service), fail with kind until the returned function
	// is called. It returns nil for what it cannot do, and the check is skipped.
	// A nil Fail can do nothing.
	Fail func(op string, kind backend.Kind) (callOff func())
}

// T is the part of testing.T that checks use: the suite's own tests put a
// recorder here to see that a broken backend is caught.
type T interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
}

// check is one clause of the contract.
type check struct {
	name string
	run  func(t T, s Subject)
}

// checks are all clauses, in the order in which they are best read when a new
// backend fails them.
func checks() []check {
	var all []check
	for _, part := range [][]check{
		readChecks, taskChecks, taskDefChecks, pagingChecks, writeChecks, stopChecks,
		tailChecks, followChecks, failureChecks, abilityChecks, trailChecks, aroundChecks,
	} {
		all = append(all, part...)
	}
	return all
}

// Run holds the backend that open returns to the contract. Open is called once
// for every check and should start from the same state each time.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // some wait, in real time, for what is pushed
			c.run(t, open(t))
		})
	}
}

// cluster is the reference with which a person begins: a bare name.
func (s Subject) cluster() model.ClusterRef { return model.ClusterRef{Name: s.Cluster} }

// service is the reference with which a person begins: two bare names.
func (s Subject) service() model.ServiceRef { return s.cluster().Service(s.Service) }

// now is the time in the subject's world.
func (s Subject) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return backend.Now(s.Backend, time.Now())
}

// limited is a context that ends after patience or with the test.
func limited(t T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// sub is a Subject in one test, asked questions that must be answered.
type sub struct {
	Subject
	t T
}

// clusters lists all clusters or ends the test.
func (s sub) clusters() []model.Cluster {
	s.t.Helper()
	rows, err := s.Backend.Clusters(limited(s.t))
	s.need(err, "Clusters")
	return rows
}

// fullCluster is the complete reference of Subject.Cluster.
func (s sub) fullCluster() model.ClusterRef {
	s.t.Helper()
	for _, c := range s.clusters() {
		if c.Ref.Name == s.Cluster {
			return c.Ref
		}
	}
	s.t.Fatalf("Clusters does not list %q", s.Cluster)
	return model.ClusterRef{}
}

// services lists services of a cluster or ends the test.
func (s sub) services(c model.ClusterRef, names ...string) []model.Service {
	s.t.Helper()
	rows, err := s.Backend.Services(limited(s.t), c, names...)
	s.need(err, "Services(%s, %q)", c, names)
	return rows
}

// theService is Subject.Service as it is now.
func (s sub) theService() model.Service {
	s.t.Helper()
	rows := s.services(s.cluster(), s.Service)
	if len(rows) != 1 {
		s.t.Fatalf("Services(%s, %q) has %d rows, want 1", s.Cluster, s.Service, len(rows))
	}
	return rows[0]
}

// tasks lists tasks of Subject.Cluster or ends the test.
func (s sub) tasks(q backend.TaskQuery) []model.Task {
	s.t.Helper()
	rows, err := s.Backend.Tasks(limited(s.t), s.cluster(), q)
	s.need(err, "Tasks(%s, %+v)", s.Cluster, q)
	return rows
}

// running are the RUNNING tasks of Subject.Service.
func (s sub) running() []model.Task {
	s.t.Helper()
	var out []model.Task
	for _, task := range s.tasks(backend.TaskQuery{Service: s.Service}) {
		if task.Status == model.TaskRunning && task.DesiredStatus == model.TaskRunning {
			out = append(out, task)
		}
	}
	return out
}

// definition is the task definition of Subject.Service or ends the test.
func (s sub) definition() model.TaskDefinition {
	s.t.Helper()
	ref := s.theService().TaskDef
	def, err := s.Backend.TaskDefinition(limited(s.t), ref)
	s.need(err, "TaskDefinition(%s)", ref)
	return def
}

// need ends the test when a question that must be answered was not.
func (s sub) need(err error, format string, args ...any) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf(format+": %v", append(args, err)...)
	}
}

// wantKind reports an error that is not of the wanted kind.
func wantKind(t T, err error, want backend.Kind, format string, args ...any) {
	t.Helper()
	if err == nil {
		t.Errorf(format+" succeeds, want an error of kind %q", append(args, want)...)
	} else if got := backend.KindOf(err); got != want {
		t.Errorf(format+" fails with kind %q, want %q: %v", append(args, got, want, err)...)
	}
}

// The world is given settle of its time to reach a state, and is looked at
// every pulse of it.
const (
	settle = 30 * time.Minute
	pulse  = 15 * time.Second
)

// eventually lets the world's time pass until done holds, and ends the test
// when it does not within settle.
func (s sub) eventually(what string, done func() bool) {
	s.t.Helper()
	for range int(settle / pulse) {
		if done() {
			return
		}
		s.Advance(pulse)
	}
	if !done() {
		s.t.Fatalf("after %s of the world's time still not: %s", settle, what)
	}
}

// steady tells whether the service has what it wants and nothing is moving.
func (s sub) steady() bool {
	svc := s.theService()
	return !svc.Moving() && len(s.running()) == svc.Desired
}
