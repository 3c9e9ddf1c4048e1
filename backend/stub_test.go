package backend_test

import (
	"context"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var prod = model.ClusterRef{Partition: "aws", Region: "eu-central-1", Account: "111122223333", Name: "prod"}

// stub is a Backend with one cluster that remembers what was written to it.
type stub struct {
	services []model.Service
	err      error
	wrote    []string
	reads    int
}

func (s *stub) About(context.Context) (backend.About, error) {
	return backend.About{Name: "stub"}, s.err
}
func (s *stub) Clusters(context.Context) ([]model.Cluster, error) { return nil, s.err }
func (s *stub) Services(_ context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error) {
	s.reads++
	var out []model.Service
	for _, v := range s.services {
		if v.Ref.Cluster.Name == cluster.Name && len(names) == 1 && v.Ref.Name == names[0] {
			out = append(out, v)
		}
	}
	return out, s.err
}
func (s *stub) Tasks(context.Context, model.ClusterRef, backend.TaskQuery) ([]model.Task, error) {
	return nil, s.err
}
func (s *stub) TaskDefinition(context.Context, model.TaskDefRef) (model.TaskDefinition, error) {
	return model.TaskDefinition{}, s.err
}
func (s *stub) Tail(context.Context, backend.LogQuery) (backend.Tail, error) { return nil, s.err }
func (s *stub) Scale(_ context.Context, ref model.ServiceRef, _ int) error {
	s.wrote = append(s.wrote, "scale "+ref.ARN())
	return s.err
}
func (s *stub) Redeploy(_ context.Context, ref model.ServiceRef) error {
	s.wrote = append(s.wrote, "redeploy "+ref.ARN())
	return s.err
}

// able is a stub that can stop tasks and list instances.
type able struct{ *stub }

func (a able) StopTask(_ context.Context, task model.TaskRef, reason string) error {
	a.wrote = append(a.wrote, "stop "+task.String()+" "+reason)
	return nil
}
func (a able) Instances(context.Context, model.ClusterRef) ([]model.Instance, error) {
	return []model.Instance{{EC2ID: "i-1"}}, nil
}

// plain decorates and adds nothing.
type plain struct{ backend.Backend }

func (p plain) Unwrap() backend.Backend { return p.Backend }
