package scenario_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// names are the short names of a story: T1 for the first task, and so on. They
// are given in the order in which things came to be, whatever is printed.
type names struct {
	shortOf map[string]string // id -> T1
	longOf  map[string]string // T1 -> id
	counts  map[string]int
}

func newNames(w *sim.World) *names {
	n := &names{map[string]string{}, map[string]string{}, map[string]int{}}
	v := w.View()
	var tasks []*sim.Task
	var deployments []*sim.Deployment
	for _, c := range v.Clusters() {
		tasks = append(tasks, v.Tasks(c.Name)...)
		for _, s := range v.Services(c.Name) {
			deployments = append(deployments, s.Deployments...)
		}
		for _, i := range v.Instances(c.Name) {
			n.give("I", i.ID)
		}
	}
	slices.SortStableFunc(tasks, func(a, b *sim.Task) int { return a.Times.Created.Compare(b.Times.Created) })
	for _, t := range tasks {
		n.give("T", t.ID)
	}
	slices.SortStableFunc(deployments, func(a, b *sim.Deployment) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	for _, d := range deployments {
		n.give("D", d.ID)
	}
	w.Watch(func(e sim.Entry) {
		switch e.Kind {
		case "task":
			n.give("T", e.Entity)
		case "deployment":
			n.give("D", e.Entity)
		case "instance":
			n.give("I", e.Entity)
		}
	})
	return n
}

var (
	ids         = regexp.MustCompile(`ecs-svc/[0-9]{19}|\b[0-9a-f]{32}\b`)
	groupARNs   = regexp.MustCompile(`arn:aws:elasticloadbalancing:[a-z0-9-]*:[0-9]*:targetgroup/([A-Za-z0-9-]+)/[0-9a-f]{16}`)
	tailedIDs   = regexp.MustCompile(`\b(i|eni|subnet|sg|eipalloc)-[0-9a-f]{17}\b`)
	uuids       = regexp.MustCompile(`[-/]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	sums        = regexp.MustCompile(`sha256:[0-9a-f]{64}`)
	storyNames  = regexp.MustCompile(`\b[TID][0-9]+\b`)
	longEnoughs = regexp.MustCompile(`^(ecs-svc/[0-9]{19}|[0-9a-f]{32})$`)
)

func (n *names) give(letter, id string) {
	if n.shortOf[id] != "" || !longEnoughs.MatchString(id) {
		return
	}
	n.counts[letter]++
	name := fmt.Sprintf("%s%d", letter, n.counts[letter])
	n.shortOf[id], n.longOf[name] = name, id
}

// short is text as a story prints it.
func (n *names) short(text string) string {
	text = ids.ReplaceAllStringFunc(text, func(id string) string { return cmp.Or(n.shortOf[id], id) })
	text = groupARNs.ReplaceAllString(text, "$1")
	text = tailedIDs.ReplaceAllStringFunc(text, func(id string) string { return id[:strings.IndexByte(id, '-')+5] })
	text = uuids.ReplaceAllString(text, "")
	return sums.ReplaceAllStringFunc(text, func(sum string) string { return sum[:11] })
}

// long is input with the ids that its short names stand for.
func (n *names) long(text string) string {
	return storyNames.ReplaceAllStringFunc(text, func(name string) string { return cmp.Or(n.longOf[name], name) })
}
