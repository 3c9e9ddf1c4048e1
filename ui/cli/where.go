package cli

import (
	"context"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// where is what a command is about: everything, a cluster, or a service.
type where struct {
	cluster, service string
	at               model.ClusterRef // as an ARN said it; zero when only names are known
}

// ref is the cluster, as far as it was named.
func (w where) ref() model.ClusterRef {
	if w.at.Name != "" {
		return w.at
	}
	return model.ClusterRef{Name: w.cluster}
}

// means tells whether a cluster is the one named.
func (w where) means(c model.ClusterRef) bool {
	return c.Name == w.cluster && (w.at.Account == "" || c.Account == w.at.Account && c.Region == w.at.Region)
}

// where reads CLUSTER or CLUSTER/SERVICE, or what the flags say in its place.
// Whole ARNs are taken too, since that is what people have at hand.
func (a *app) where(args []string) (where, error) {
	if len(args) == 0 {
		return where{cluster: a.flags.Cluster, service: a.flags.Service}, nil
	}
	arg := args[0]
	if strings.HasPrefix(arg, "arn:") {
		return whereARN(arg)
	}
	cluster, service, two := strings.Cut(arg, "/")
	if cluster == "" || two && service == "" || strings.Contains(service, "/") {
		return where{}, usage("%q is not of the form CLUSTER or CLUSTER/SERVICE", arg)
	}
	return where{cluster: cluster, service: service}, nil
}

func whereARN(arn string) (where, error) {
	if c, err := model.ParseClusterARN(arn); err == nil {
		return where{cluster: c.Name, at: c}, nil
	}
	s, err := model.ParseServiceARN(arn)
	if err != nil || s.Cluster.Name == "" {
		return where{}, usage("%q is neither the ARN of a cluster nor one of a service that says its cluster", arn)
	}
	return where{cluster: s.Cluster.Name, service: s.Name, at: s.Cluster}, nil
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
	return w.ref().Service(w.service), nil
}

// findService reads one service, which must exist.
func findService(ctx context.Context, b backend.Backend, ref model.ServiceRef) (model.Service, error) {
	rows, err := b.Services(ctx, ref.Cluster, ref.Name)
	if err != nil {
		return model.Service{}, err
	}
	if len(rows) == 0 {
		return model.Service{}, noService(ref)
	}
	return rows[0], nil
}

func noService(ref model.ServiceRef) error {
	return &backend.Error{Kind: backend.KindNotFound, Op: "ecs:DescribeServices", Target: "service " + ref.String(), Message: "there is no such service"}
}
