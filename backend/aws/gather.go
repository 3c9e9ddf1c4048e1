package aws

import (
	"context"
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
	g := &gatherer[T]{inventory: inv, asked: map[string]bool{}}
	g.calls.SetLimit(sideBySide)
	g.submit(ctx, inv.ids)
	var listing sync.WaitGroup
	for _, list := range inv.lists {
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

// gatherer collects the rows of an inventory.
type gatherer[T any] struct {
	inventory[T]
	calls errgroup.Group

	mu       sync.Mutex
	asked    map[string]bool
	rows     []T
	missing  []string
	first    error
	hopeless bool // no call can succeed any more
	more     int  // ids that were never listed, as a list broke off
}

// submit has those ids described that were not submitted yet. It waits while
// sideBySide calls are under way, which slows the listing down as well.
func (g *gatherer[T]) submit(ctx context.Context, ids []string) {
	for batch := range slices.Chunk(g.recall(g.fresh(ids)), g.batch) {
		g.calls.Go(func() error {
			g.one(ctx, batch)
			return nil
		})
	}
}

func (g *gatherer[T]) fresh(ids []string) []string {
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
func (g *gatherer[T]) recall(ids []string) []string {
	if g.kept == nil {
		return ids
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, id := range ids {
		if row, ok := g.kept(lastPart(id)); ok {
			g.rows = append(g.rows, row)
		} else {
			out = append(out, id)
		}
	}
	return out
}

func (g *gatherer[T]) one(ctx context.Context, ids []string) {
	if g.givenUp() {
		g.lose(ids)
		return
	}
	rows, failures, err := g.describe(ctx, ids)
	if err != nil {
		g.lose(ids)
		g.fail(err)
		return
	}
	g.mu.Lock()
	g.rows = append(g.rows, rows...)
	g.mu.Unlock()
	backend.Came(ctx, rows)
	gone, failed, err := g.sort(failures)
	if err != nil {
		g.lose(failed)
		g.fail(err)
	}
	if lost := g.unaccounted(ids, rows, append(gone, failed...)); len(lost) > 0 {
		g.lose(lost)
		g.fail(&backend.Error{
			Kind: backend.KindInvalid, Op: g.request.op, Target: g.request.target,
			Message: fmt.Sprintf("the answer tells nothing of %d of the %d that were asked for", len(lost), len(ids)),
		})
	}
}

// sort tells the ids that do not exist from those that could not be read.
func (g *gatherer[T]) sort(failures []ecstypes.Failure) (gone, failed []string, err error) {
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
func (g *gatherer[T]) unaccounted(ids []string, rows []T, failures []string) []string {
	told := map[string]bool{}
	for _, r := range rows {
		told[g.id(r)] = true
	}
	for _, id := range failures {
		told[id] = true
	}
	var out []string
	for _, id := range ids {
		if !told[lastPart(id)] {
			out = append(out, id)
		}
	}
	return out
}

func (g *gatherer[T]) lose(ids []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		g.missing = append(g.missing, lastPart(id))
	}
}

// fail keeps the first error. Credentials that are not accepted, a cluster that
// does not exist and an
// endpoint that gives no answer are the same for every call: none is begun
// after that, or a large list would be a long wait for nothing.
func (g *gatherer[T]) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.first == nil {
		g.first = err
	}
	switch backend.KindOf(err) {
	case backend.KindExpired, backend.KindUnreachable, backend.KindNotFound, backend.KindCanceled:
		g.hopeless = true
	}
}

// countRest finds out how many ids were not listed before a list broke off.
func (g *gatherer[T]) countRest(ctx context.Context) {
	if g.count == nil || g.givenUp() {
		return
	}
	all := g.count(ctx)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.more = max(0, all-len(g.asked))
}

func (g *gatherer[T]) givenUp() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.hopeless
}

// result is partial when something was learnt, if only the names of what is
// there; else the failure is the whole answer.
func (g *gatherer[T]) result() ([]T, error) {
	switch {
	case g.first == nil:
		return g.rows, nil
	case backend.KindOf(g.first) == backend.KindCanceled, len(g.rows) == 0 && (len(g.asked) == 0 || len(g.lists) == 0):
		return nil, g.first
	}
	slices.Sort(g.missing)
	return g.rows, &backend.Partial{Missing: g.missing, More: g.more, Err: g.first}
}

// lastPart is the name or id at the end of an ARN, or id itself.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
