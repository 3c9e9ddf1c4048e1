package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// kind is something that get can list.
type kind struct {
	name string
	what string // for the help
	// whole tells a kind that has no service to be narrowed to.
	whole bool
	list  func(*asker) (records, error)
}

// kinds are all of them, in the order of the help.
var kinds = []kind{
	{"clusters", "clusters", true, listClusters},
	{"services", "services", false, listServices},
	{"tasks", "tasks in every state, stopped ones as long as ECS remembers them", false, listTasks},
	{"instances", "container instances", true, listInstances},
	{"deployments", "deployments of services", false, listDeployments},
	{"rollouts", "deployments of services that ECS remembers, newest first", false, listRollouts},
	{"events", "what services say of themselves, newest first", false, listEvents},
	{"targets", "targets of load balancers and their health", false, listTargets},
	{"groups", "target groups of services, their checks and shares of traffic", false, listGroups},
	{"alarms", "CloudWatch alarms that watch services", false, listAlarms},
	{"scaling", "scalable targets, their policies and last activity", false, listScaling},
	{"insights", "what Container Insights recorded of services in the last hour", false, listInsights},
	{"capacity", "capacity providers of clusters", true, listCapacity},
	{"protection", "tasks of services and whether they are protected from scale-in", false, listProtection},
	{"taskdefs", "task definitions that services use", false, listTaskDefs},
	{"images", "images of services' containers, as Amazon ECR knows them", false, listImages},
	{"changes", "who changed what in the last day, as CloudTrail tells it, newest first", false, listChanges},
	{"loggroups", "log groups of the region", true, listLogGroups},
	{"daemons", "ECS daemons of clusters", true, listDaemons},
	{"express", "services that Express Mode looks after", true, listExpress},
	{"families", "task definition families of the account", true, listFamilies},
	{"tags", "tags of clusters and services", false, listTags},
}

func kindNames() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.name)
	}
	return out
}

func (a *app) getCommand() *cobra.Command {
	var format string
	var help strings.Builder
	for _, k := range kinds {
		fmt.Fprintf(&help, "\n  %-12s %s", k.name, k.what)
	}
	cmd := &cobra.Command{
		Use:       "get KIND [CLUSTER[/SERVICE]]",
		Short:     "List clusters, services, tasks, ... as a table, JSON or CSV",
		Long:      "List one kind of things, of all clusters, of one, or of one service.\n\nKinds:" + help.String(),
		Example:   "  ecsdeck get services prod\n  ecsdeck get tasks prod/api -o json\n  ecsdeck get events food-delivery --demo --at 30m",
		Args:      arguments(1, 2, "a kind and perhaps CLUSTER or CLUSTER/SERVICE"),
		ValidArgs: kindNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.get(cmd.Context(), args[0], args[1:], format)
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", "table", "table, json or csv")
	return cmd
}

// get lists one kind. Rows that could be read are printed even when others
// could not; the exit code then says that some are missing.
func (a *app) get(ctx context.Context, name string, args []string, format string) error {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name || k.name == name+"s" })
	if i < 0 {
		return usage("there is no kind %q%s (kinds: %s)", name, meant(name, kindNames(), ""), strings.Join(kindNames(), ", "))
	}
	if err := oneOf("--output", format, formats...); err != nil {
		return err
	}
	w, err := a.where(args)
	if err != nil {
		return err
	}
	if kinds[i].whole && w.service != "" {
		return usage("%s are not of a service: leave /%s out", kinds[i].name, w.service)
	}
	b, err := a.open(ctx)
	if err != nil {
		return err
	}
	rows, err := kinds[i].list(&asker{ctx: ctx, b: b, where: w, now: func() time.Time { return backend.Now(b, time.Now()) }})
	var partial *backend.Partial
	if err != nil && !errors.As(err, &partial) {
		return fmt.Errorf("cannot get %s: %w", kinds[i].name, err)
	}
	if several(b) {
		rows = rows.placed(contextsOf(b))
	}
	if perr := rows.print(a.stdout, format, a.painted()); perr != nil {
		return fmt.Errorf("cannot print %s: %w", kinds[i].name, perr)
	}
	return err
}

// painted is the theme for results, nil where they get no colour.
func (a *app) painted() *theme.Theme {
	if a.flags.NoColor || a.flags.Theme == "mono" || !a.IsTerminal(a.stdout) {
		return nil
	}
	t, err := a.flags.themes().Make(a.flags.Theme, theme.UnknownGround)
	if err != nil {
		return theme.Default()
	}
	return t
}

// asker asks a backend what a kind needs to know, about all that was asked
// for.
type asker struct {
	ctx   context.Context
	b     backend.Backend
	where where
	now   func() time.Time // of the world; a simulator tells it with its answers
	// missing is the first list that came in part.
	missing *backend.Partial
}

// atOnce bounds the calls under way, so that a large account is listed soon
// and its request rate is left to others.
const atOnce = 8

// each asks about every one of what, several at once, and joins the answers in
// order.
func each[W, R any](q *asker, what []W, ask func(context.Context, W) ([]R, error)) ([]R, error) {
	answers := make([][]R, len(what))
	err := q.sideBySide(len(what), func(ctx context.Context, i int) (err error) {
		answers[i], err = ask(ctx, what[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	return slices.Concat(answers...), nil
}

// sideBySide asks n questions, several at once. What only lacks rows has not failed.
func (q *asker) sideBySide(n int, ask func(ctx context.Context, i int) error) error {
	partial := make([]*backend.Partial, n)
	group, ctx := errgroup.WithContext(q.ctx)
	group.SetLimit(atOnce)
	for i := range n {
		group.Go(func() error {
			err := ask(ctx, i)
			if errors.As(err, &partial[i]) {
				return nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, p := range partial {
		q.lacks(p)
	}
	return nil
}

// lacks notes rows that could not be read.
func (q *asker) lacks(p *backend.Partial) {
	switch {
	case p == nil:
	case q.missing == nil:
		q.missing = &backend.Partial{Missing: slices.Clone(p.Missing), What: p.What, Err: p.Err}
	default:
		q.missing.Missing = append(q.missing.Missing, p.Missing...)
	}
}

// answer is records with what is known to lack in them.
func answer[R any](q *asker, rows []R, columns []column[R]) (records, error) {
	return q.told(record(rows, columns))
}

func (q *asker) told(r records) (records, error) {
	if q.missing != nil {
		return r, q.missing
	}
	return r, nil
}

// clusters are those asked about: the named one, or all.
func (q *asker) clusters() ([]model.ClusterRef, error) {
	if q.where.cluster != "" && (q.where.at.Account != "" || !several(q.b)) {
		return []model.ClusterRef{q.where.ref()}, nil
	}
	rows, err := q.namedClusters()
	out := make([]model.ClusterRef, 0, len(rows))
	for _, c := range rows {
		out = append(out, c.Ref)
	}
	return out, err
}

// namedClusters are those asked about as their list tells: several accounts may
// have one of the same name.
func (q *asker) namedClusters() ([]model.Cluster, error) {
	rows, err := q.allClusters()
	if err != nil || q.where.cluster == "" {
		return rows, err
	}
	rows = slices.DeleteFunc(rows, func(c model.Cluster) bool { return !q.where.means(c.Ref) })
	if len(rows) == 0 && q.missing == nil {
		return nil, &backend.Error{Kind: backend.KindNotFound, Target: "cluster " + q.where.cluster, Message: "there is no such cluster"}
	}
	return rows, nil
}

func (q *asker) allClusters() ([]model.Cluster, error) {
	rows, err := q.b.Clusters(q.ctx)
	return rows, q.tolerate(err)
}

// tolerate notes the failure of a part of a list, and returns any other.
func (q *asker) tolerate(err error) error {
	var partial *backend.Partial
	if errors.As(err, &partial) {
		q.lacks(partial)
		return nil
	}
	return err
}

// services are those asked about.
func (q *asker) services() ([]model.Service, error) {
	clusters, err := q.clusters()
	if err != nil {
		return nil, err
	}
	if q.where.service != "" {
		return q.namedServices(clusters)
	}
	return each(q, clusters, func(ctx context.Context, c model.ClusterRef) ([]model.Service, error) { return q.b.Services(ctx, c) })
}

// namedServices are those of the name asked for, of which there must be one.
func (q *asker) namedServices(clusters []model.ClusterRef) ([]model.Service, error) {
	rows, err := each(q, clusters, func(ctx context.Context, c model.ClusterRef) ([]model.Service, error) {
		return q.b.Services(ctx, c, q.where.service)
	})
	if err == nil && len(rows) == 0 {
		err = noService(q.where.ref().Service(q.where.service))
	}
	return rows, err
}

// ability finds what a kind needs of the backend beyond its own methods.
func ability[A any](q *asker, what string) (A, error) {
	a, ok := backend.As[A](q.b)
	if !ok {
		return a, &backend.Error{Kind: backend.KindUnsupported, Message: "this backend does not read " + what}
	}
	return a, nil
}
