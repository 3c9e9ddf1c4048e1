package cli

import (
	"context"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// where is what a command is about: everything, a cluster, or a service.
type where struct{ cluster, service string }

// where reads CLUSTER or CLUSTER/SERVICE, or what the flags say in its place.
// Whole ARNs are taken too, since that is what people have at hand.
func (a *app) where(args []string) (where, error) {
	if len(args) == 0 {
		return where{a.flags.Cluster, a.flags.Service}, nil
	}
	arg := args[0]
	if strings.HasPrefix(arg, "arn:") {
		return whereARN(arg)
	}
	cluster, service, two := strings.Cut(arg, "/")
	if cluster == "" || two && service == "" || strings.Contains(service, "/") {
		return where{}, usage("%q is not of the form CLUSTER or CLUSTER/SERVICE", arg)
	}
	return where{cluster, service}, nil
}

func whereARN(arn string) (where, error) {
	if c, err := model.ParseClusterARN(arn); err == nil {
		return where{cluster: c.Name}, nil
	}
	s, err := model.ParseServiceARN(arn)
	if err != nil || s.Cluster.Name == "" {
		return where{}, usage("%q is neither the ARN of a cluster nor one of a service that says its cluster", arn)
	}
	return where{s.Cluster.Name, s.Name}, nil
}

// oneService is where a command that is about one service looks.
func (a *app) oneService(args []string) (model.ServiceRef, error) {
	w, err := a.where(args)
	if err != nil {
		return model.ServiceRef{}, err
	}
	if w.service == "" {
		return model.ServiceRef{}, usage("which service? Say CLUSTER/SERVICE")
	}
	return model.ClusterRef{Name: w.cluster}.Service(w.service), nil
}

// findService reads one service, which must exist.
func findService(ctx context.Context, b backend.Backend, ref model.ServiceRef) (model.Service, error) {
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err != nil {
		return model.Service{}, err
	}
	if len(rows) == 0 {
		return model.Service{}, &backend.Error{Kind: backend.KindNotFound, Op: "ecs:DescribeServices", Target: "service " + ref.String(), Message: "there is no such service"}
	}
	return rows[0], nil
}
