package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// Where is where the dashboard opens: at home, or at a place, with the way there
// below it.
type Where struct {
	// Cluster, Service and Task name the place; a task also by the beginning of
	// its id. Link is an ARN or an address of the AWS console instead.
	Cluster, Service, Task, Link string
	// View is the screen that is opened about the place, by a name that ViewNames
	// has; "" is the one that fits it best.
	View string
}

// ViewNames are the screens that the dashboard can open with.
func ViewNames() []string {
	var names []string
	for _, e := range views.All() {
		if e.Arg == "" {
			names = append(names, e.Kind)
		}
	}
	return names
}

// called is the entry of a screen by any of its names.
func called(name string) (screen.Entry, bool) {
	for _, e := range views.All() {
		if strings.EqualFold(e.Kind, name) || slices.ContainsFunc(e.Also, func(also string) bool { return strings.EqualFold(also, name) }) {
			return e, true
		}
	}
	return screen.Entry{}, false
}

// first is the screen below all others: home, or the clusters for whoever asks
// for them.
func (w Where) first() screen.Route {
	if e, ok := called(w.View); ok && e.Kind == views.KindClusters {
		return screen.Route{Kind: e.Kind}
	}
	return screen.Route{Kind: views.KindHome}
}

// Check says why the dashboard cannot open there, and the region that a link
// tells.
func (w Where) Check() (region string, err error) {
	var at link.Place
	if w.Link != "" {
		if at, err = link.Parse(w.Link); err != nil {
			return "", err
		}
		if at.TargetGroup+at.Alarm+at.Group != "" || at.Service != "" && at.Cluster.Name == "" {
			return "", fmt.Errorf("%s does not say its cluster: open that, and paste it there", w.Link)
		}
	}
	if w.View == "" {
		return at.Cluster.Region, nil
	}
	e, ok := called(w.View)
	if !ok {
		if near := fuzzy.Nearest(w.View, ViewNames()); near != "" {
			return "", fmt.Errorf("--view is %q: did you mean %s?", w.View, near)
		}
		return "", fmt.Errorf("--view is %q: it is one of %s", w.View, strings.Join(ViewNames(), ", "))
	}
	ref := at.Ref
	if w.Link == "" {
		ref = screen.Ref{Cluster: model.ClusterRef{Name: w.Cluster}, Service: w.Service, Task: w.Task}
	}
	if _, ok := e.Route(ref); !ok {
		return "", errors.New("--view " + e.Kind + " is about " + about(e) + ": say which")
	}
	return at.Cluster.Region, nil
}

// about says what a screen is about.
func about(e screen.Entry) string {
	switch e.Subject {
	case screen.OfACluster, screen.OfAService:
		return "a cluster, as CLUSTER/SERVICE or --cluster"
	case screen.OfOneService:
		return "a service, as CLUSTER/SERVICE"
	case screen.OfATask:
		return "a task, as CLUSTER/SERVICE/TASK"
	case screen.OfAnInstance:
		return "a container instance, as its ARN"
	case screen.OfADefinition:
		return "a task definition, as its ARN"
	case screen.OfAll, screen.OfASimulation, screen.OfTheProgram:
	}
	return "what is selected" // and so never a place to begin with
}

// wholeID is how long the id of a task is; what is shorter is its beginning.
const wholeID = 32
