package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// mayNotAsk tells whether a rule of the config file may have nothing be asked.
func (a *app) mayNotAsk() bool {
	return a.flags.File != nil && slices.ContainsFunc(a.flags.File.Policy().Rules, func(r backend.Rule) bool { return r.Confirm == backend.ConfirmNone })
}

// harmless tells that there is nothing to be known before, where a rule has
// nothing else be asked.
func (c change) harmless() bool { return c.note == "" && !c.grave }

// confirmed asks on the terminal. Only a yes is a yes; where a rule wants that,
// only the name of what is written to.
func (a *app) confirmed(c change) bool {
	answer := []string{"y", "yes"}
	question := text.Clean(c.plan) + "? "
	if c.care.Banner != "" {
		question = text.Clean(c.care.Banner) + ": " + question
	}
	if c.care.Confirm == backend.ConfirmType {
		answer = []string{strings.ToLower(c.name)}
		question += "Type " + text.Clean(c.name) + " to confirm: "
	} else {
		question += "[y/N] "
	}
	fmt.Fprint(a.stderr, question)
	line, _ := bufio.NewReader(a.stdin).ReadString('\n')
	return slices.Contains(answer, strings.ToLower(strings.TrimSpace(line)))
}

// careOf is the care that the cluster of a service wants.
func careOf(ctx context.Context, b backend.Backend, s model.ServiceRef) backend.Care {
	g, ok := backend.As[*backend.Guard](b)
	if !ok {
		return backend.Care{}
	}
	known, cancel := context.WithCancel(ctx)
	cancel() // no call is made for it
	about, _ := b.About(known)
	var tags []model.Tag
	if tagger, ok := backend.As[backend.Tagger](b); ok && g.Policy().Tags() {
		tags, _ = tagger.Tags(ctx, s.Cluster.ARN()) // unread, no rule about tags is known to hold
	}
	return g.Care(about, s.Cluster, tags)
}
