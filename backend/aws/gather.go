package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
)

// sideBySide is how many describe calls of one list run at the same time.
const sideBySide = 16

// lister fetches one page of ids or ARNs: the one after token, which is "" for
// the first. next is "" on the last page.
type lister func(ctx context.Context, token string) (ids []string, next string, err error)

// inventory is the reading of a whole list: what ECS lists page by page, it describes in
// batches.
type inventory[T any] struct {
	request request  // of describe
	lists   []lister // read to their ends side by side; what is in several is described once
	ids     []string // described without any listing, instead of lists
	// count tells how many ids there are, 0 when it cannot; asked when a list
	// breaks off. nil: nobody knows.
	count    func(ctx context.Context) int
	batch    int // how many ids describe takes
	describe func(ctx context.Context, ids []string) ([]T, []ecstypes.Failure, error)
	id       func(T) string // as the last part of the ARN
	// kept are rows that need no describing, as they cannot change any more;
	// nil where all can.
	kept func(id string) (T, bool)
}

// read describes everything that there is, in no order; the describing of one
// page runs while the next is listed. What fails costs only its own rows: they
// are named in a *backend.Partial, which is also the answer when a list breaks
// off. Ids that are gone meanwhile are no failure.
func (inv inventory[T]) read(ctx context.Context) ([]T, error) {
	var rows []T // guarded by g.mu
	g := &gatherer{request: inv.request, lists: inv.lists, count: inv.count, batch: inv.batch, asked: map[string]bool{}}
	g.describe = func(ctx context.Context, ids []string) (told []string, failures []ecstypes.Failure, err error) {
		came, failures, err := inv.describe(ctx, ids)
		if err != nil {
			return nil, nil, err
		}
		g.mu.Lock()
		rows = append(rows, came...)
		g.mu.Unlock()
		backend.Came(ctx, came)
		for _, row := range came {
			told = append(told, inv.id(row))
		}
		return told, failures, nil
	}
	if inv.kept != nil {
		g.kept = func(id string) bool {
			row, ok := inv.kept(id)
			if ok {
				rows = append(rows, row)
			}
			return ok
		}
	}
	some, err := g.read(ctx, inv.ids)
	if !some {
		return nil, err
	}
	return rows, err
}

// eachPage reads a list to its end. A page token that comes again would never
// end: what was read until then stands.
func eachPage(ctx context.Context, list lister, use func(ids []string)) error {
	seen := map[string]bool{}
	for token := ""; ; {
		ids, next, err := list(ctx, token)
		if err != nil {
			return err
		}
		use(ids)
		if next == "" {
			return nil
		}
		if seen[next] {
			return &backend.Error{Kind: backend.KindInvalid, Message: "the list does not end: a page refers to one that was read before"}
		}
		seen[next] = true
		token = next
	}
}

// gatherer does what an inventory asks for, whatever its rows are.
type gatherer struct {
	request request
	lists   []lister
	count   func(ctx context.Context) int
	batch   int
	// describe keeps the rows and says whose they are, kept does so for one that
	// needs no describing: called with mu held, nil where there are none.
	describe func(ctx context.Context, ids []string) (told []string, failures []ecstypes.Failure, err error)
	kept     func(id string) bool
	calls    errgroup.Group

	mu       sync.Mutex
	asked    map[string]bool
	rows     int // how many came
	missing  []string
	first    error
	hopeless bool // no call can succeed any more
	more     int  // ids that were never listed, as a list broke off
}

// read gathers, and tells whether there is anything to show beside an error.
func (g *gatherer) read(ctx context.Context, ids []string) (some bool, err error) {
	g.calls.SetLimit(sideBySide)
	g.submit(ctx, ids)
	var listing sync.WaitGroup
	for _, list := range g.lists {
		listing.Go(func() {
			if err := eachPage(ctx, list, func(ids []string) { g.submit(ctx, ids) }); err != nil {
				g.fail(err)
				g.countRest(ctx)
			}
		})
	}
	listing.Wait()
	if err := g.calls.Wait(); err != nil {
		g.fail(err)
	}
	return g.result()
}

// submit has those ids described that were not submitted yet. It waits while
// sideBySide calls are under way, which slows the listing down as well.
func (g *gatherer) submit(ctx context.Context, ids []string) {
	for batch := range slices.Chunk(g.recall(g.fresh(ids)), g.batch) {
		g.calls.Go(func() error {
			g.one(ctx, batch)
			return nil
		})
	}
}

func (g *gatherer) fresh(ids []string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, id := range ids {
		if !g.asked[id] {
			g.asked[id] = true
			out = append(out, id)
		}
	}
	return out
}

// recall takes the rows that are kept, and leaves the ids of the others.
func (g *gatherer) recall(ids []string) []string {
	if g.kept == nil {
		return ids
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, id := range ids {
		if g.kept(lastPart(id)) {
			g.rows++
		} else {
			out = append(out, id)
		}
	}
	return out
}

func (g *gatherer) one(ctx context.Context, ids []string) {
	if g.givenUp() {
		g.lose(ids)
		return
	}
	told, failures, err := g.describe(ctx, ids)
	if err != nil {
		g.lose(ids)
		g.fail(err)
		return
	}
	g.mu.Lock()
	g.rows += len(told)
	g.mu.Unlock()
	gone, failed, err := g.sort(failures)
	if err != nil {
		g.lose(failed)
		g.fail(err)
	}
	if lost := unaccounted(ids, slices.Concat(told, gone, failed)); len(lost) > 0 {
		g.lose(lost)
		g.fail(&backend.Error{
			Kind: backend.KindInvalid, Op: g.request.op, Target: g.request.target,
			Message: fmt.Sprintf("the answer tells nothing of %d of the %d that were asked for", len(lost), len(ids)),
		})
	}
}

// sort tells the ids that do not exist from those that could not be read.
func (g *gatherer) sort(failures []ecstypes.Failure) (gone, failed []string, err error) {
	for _, f := range failures {
		id, reason := lastPart(sdk.ToString(f.Arn)), sdk.ToString(f.Reason)
		if reason == "MISSING" {
			gone = append(gone, id)
			continue
		}
		failed = append(failed, id)
		if err == nil {
			err = &backend.Error{Op: g.request.op, Target: g.request.target, Code: reason, Message: sdk.ToString(f.Detail)}
		}
	}
	return gone, failed, err
}

// unaccounted are the ids of which an answer says nothing at all.
func unaccounted(ids, told []string) []string {
	known := make(map[string]bool, len(told))
	for _, id := range told {
		known[id] = true
	}
	var out []string
	for _, id := range ids {
		if !known[lastPart(id)] {
			out = append(out, id)
		}
	}
	return out
}

func (g *gatherer) lose(ids []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		g.missing = append(g.missing, lastPart(id))
	}
}

// noCluster is how ECS says that the cluster of a request does not exist. Other
// things that are not found may be of one batch alone.
const noCluster = "ClusterNotFoundException"

// fail keeps the first error. Credentials that are not accepted, a cluster that
// does not exist and an endpoint that gives no answer are the same for every call:
// none is begun after that, or a large list would be a long wait for nothing.
func (g *gatherer) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.first == nil {
		g.first = err
	}
	var e *backend.Error
	switch backend.KindOf(err) {
	case backend.KindExpired, backend.KindUnreachable, backend.KindCanceled:
		g.hopeless = true
	case backend.KindNotFound:
		g.hopeless = g.hopeless || errors.As(err, &e) && e.Code == noCluster
	}
}

// countRest finds out how many ids were not listed before a list broke off.
func (g *gatherer) countRest(ctx context.Context) {
	if g.count == nil || g.givenUp() {
		return
	}
	all := g.count(ctx)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.more = max(0, all-len(g.asked))
}

func (g *gatherer) givenUp() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.hopeless
}

// result is partial when something was learnt, if only the names of what is
// there; else the failure is the whole answer.
func (g *gatherer) result() (some bool, err error) {
	switch {
	case g.first == nil:
		return true, nil
	case backend.KindOf(g.first) == backend.KindCanceled, g.rows == 0 && (len(g.asked) == 0 || len(g.lists) == 0):
		return false, g.first
	}
	slices.Sort(g.missing)
	return true, &backend.Partial{Missing: g.missing, More: g.more, Err: g.first}
}

// lastPart is the name or id at the end of an ARN, or id itself.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
