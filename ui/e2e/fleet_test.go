package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// both is the program with two contexts in use, a region each of a simulated
// account of its own: the cluster big is in both.
type both struct {
	*screening
	eu, us *account
}

const (
	euWest = "eu-west-1"
	usEast = "us-east-1"
)

// lives runs it in a bubble, as main puts it together. The rules are those of
// the American account.
func lives(t *testing.T, test func(w *both), rules ...faultRule) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &both{&screening{t: t}, plot{late: late}.account(t), plot{late: late, american: true, rules: rules}.account(t)}
		of := map[string]*account{euWest: w.eu, usEast: w.us}
		ships, err := fleet.Open(t.Context(), fleet.Options{
			Open: func(ctx context.Context, c model.Context) (backend.Backend, error) {
				return aws.Open(ctx, aws.Options{Region: c.Region, Endpoint: "http://aws.test", Dial: of[c.Region].net.dial})
			},
			Watch: func(b backend.Backend, _ model.Context) fleet.Feed { return feed.New(feed.Options{Backend: b}) },
		}, model.Context{Region: euWest}, model.Context{Region: usEast})
		if err != nil {
			t.Fatal(err)
		}
		stop := ships.Start(t.Context())
		t.Cleanup(func() {
			stop()
			if w.Driver != nil {
				w.Quit()
			}
			w.eu.net.close()
			w.us.net.close()
		})
		w.Driver = uitest.New(t, ui.New(t.Context(), ui.Options{Where: ui.Where{View: "clusters"}, Backend: ships, Feed: ships}), 120, 30)
		w.shows(5*time.Second, "2 contexts", "big")
		test(w)
	})
}

// openBig opens the services of the cluster big of a region, from the list of
// clusters.
func (w *both) openBig(region string) {
	w.t.Helper()
	w.Press("home")
	if region == usEast {
		w.Press("j")
	}
	w.Press("enter")
	w.shows(5*time.Second, region, twelve()[0][:len("● svc-000")], "svc-011")
}

// One of two regions is cut off: its rows stay, aged, with the reason, and the
// other goes on as if nothing were.
func TestOneOfTwoRegionsDies(t *testing.T) {
	t.Parallel()
	lives(t, func(w *both) {
		w.us.net.refusing.Store(true)
		w.us.net.drop()
		w.shows(time.Minute, "us-east-1: ", "connection refused", "6 clusters")
		w.openBig(euWest)
		asked := w.eu.proxy.calls("DescribeServices")
		w.always(time.Minute, func(screen string) string {
			if !live(screen) {
				return "the region that answers is not live"
			}
			return ""
		})
		if n := w.eu.proxy.calls("DescribeServices") - asked; n < 5 {
			t.Errorf("the region that answers was asked %d times in a minute", n)
		}
		w.Press("esc")
		w.us.net.refusing.Store(false)
		w.until(time.Minute, "both regions", func(screen string) bool { return !strings.Contains(screen, "refused") })
		w.openBig(usEast)
		w.until(10*time.Second, "live data", live)
	})
}

// One of two accounts may not be read at all: the rows of the other are there,
// this one is named with the reason, and costs no calls until somebody asks.
func TestOneOfTwoAccountsIsDenied(t *testing.T) {
	t.Parallel()
	lives(t, func(w *both) {
		w.us.deny("ecs:*")
		w.shows(time.Minute, "us-east-1: denied", "ecs:ListClusters", "big")
		asked := w.us.proxy.calls("*")
		w.Sleep(8 * time.Minute)
		if n := w.us.proxy.calls("*") - asked; n > 0 {
			t.Errorf("%d calls to an account that denies them", n)
		}
		w.openBig(euWest)
		w.until(10*time.Second, "live data", live)
		w.us.allow()
		w.Press("esc", "ctrl+r")
		w.until(time.Minute, "both accounts", func(screen string) bool { return !strings.Contains(screen, "denied") })
		w.openBig(usEast)
	})
}

// A region that the organization has closed is named as such and left alone:
// that two things are refused is enough.
func TestARegionIsClosed(t *testing.T) {
	t.Parallel()
	const policy = "User: arn:aws:sts::210987654321:assumed-role/ops/ana is not authorized to perform: ecs:%s on resource: * with an explicit deny in a service control policy"
	closed := func(w http.ResponseWriter, r *http.Request, body []byte, next http.Handler) {
		refuses(http.StatusBadRequest, "AccessDeniedException", fmt.Sprintf(policy, operationOf(r, body)))(w, r, body, next)
	}
	lives(t, func(w *both) {
		w.shows(time.Minute, "us-east-1: blocked: the clusters: blocked by a policy of the organization")
		w.Press("C", "home")
		w.shows(5*time.Second, "us-east-1       ✗ blocked", "us-east-1: blocked: the clusters: blocked by a policy of the organization")
		w.Press("esc")
		w.Sleep(8 * time.Minute)
		if n := w.us.proxy.calls("*"); n > 3 {
			t.Errorf("%d calls to a region that is closed", n)
		}
		w.openBig(euWest)
		w.until(10*time.Second, "live data", live)
		w.us.proxy.clear()
		w.Press("esc", "ctrl+r")
		w.shows(time.Minute, "6 clusters")
		w.hides("blocked")
	}, faultRule{op: "*", does: closed})
}
