package aws

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"github.com/ecsdeck/ecsdeck/backend"
)

// refusal is IAM's of an action on a resource.
func refusal(action, resource, because string) reply {
	return failure(http.StatusBadRequest, "AccessDeniedException",
		fmt.Sprintf("User: arn:aws:sts::111122223333:assumed-role/dev/ann is not authorized to perform: %s on resource: %s %s", action, resource, because))
}

const noPolicy = "because no identity-based policy allows the action"

func TestDenialIsRemembered(t *testing.T) {
	b, e := serve(t, answers{"DescribeServices": func(in object) reply {
		for _, name := range texts(in["services"]) {
			if strings.HasPrefix(name, "secret") {
				return refusal("ecs:DescribeServices", arnPrefix+"service/prod/"+name, noPolicy)
			}
		}
		return ok(object{"services": []object{{"serviceName": texts(in["services"])[0], "serviceArn": arnPrefix + "service/prod/" + texts(in["services"])[0]}}})
	}})
	ask := func(want backend.Kind, names ...string) {
		t.Helper()
		if _, err := b.Services(t.Context(), prod, names...); backend.KindOf(err) != want {
			t.Errorf("%v: got %v, want %s", names, err, want)
		}
	}
	asked := func(want int) {
		t.Helper()
		if got := len(e.asked("DescribeServices")); got != want {
			t.Errorf("asked %d times, want %d", got, want)
		}
	}
	ask(backend.KindDenied, "secret")
	ask(backend.KindDenied, "secret")
	ask(backend.KindDenied, "api", "secret") // one that is denied is in it
	asked(1)
	ask(backend.KindUnknown, "api") // another service of the same cluster
	asked(2)
	found := b.Denials()
	if len(found) != 1 || found[0].Op != "ecs:DescribeServices" || found[0].Target != "service prod/secret" || found[0].Saved != 2 ||
		found[0].Context != "eu-central-1" || found[0].Until.Sub(found[0].At) != deniedFor || !strings.Contains(found[0].Err.Error(), noPolicy) {
		t.Errorf("got %+v", found)
	}
	b.Reconsider()
	if len(b.Denials()) != 0 {
		t.Error("it is still remembered")
	}
	ask(backend.KindDenied, "secret")
	asked(3)
}

// A denied write is told of, and sent again whenever a person wants it.
func TestDeniedWriteIsNeverBlocked(t *testing.T) {
	b, e := serve(t, answers{"UpdateService": func(object) reply {
		return refusal("ecs:UpdateService", arnPrefix+"service/prod/api", noPolicy)
	}})
	for range 2 {
		if err := b.Redeploy(t.Context(), prod.Service("api")); backend.KindOf(err) != backend.KindDenied {
			t.Errorf("got %v", err)
		}
	}
	if n := len(e.asked("UpdateService")); n != 2 || len(b.Denials()) != 1 {
		t.Errorf("asked %d times, %d denials", n, len(b.Denials()))
	}
}

// TestPageOfAProxyIsNoDenial: over the query protocol a page is an error without
// a code, and its status is the proxy's word, not AWS's.
func TestPageOfAProxyIsNoDenial(t *testing.T) {
	page := func(object) reply {
		return reply{status: http.StatusForbidden, body: "<html>forbidden by squid</html>", header: map[string]string{"Content-Type": "text/html"}}
	}
	b, e := serve(t, answers{
		"GetCallerIdentity": page, "DescribeTargetHealth": page,
		"DescribeServices": always(object{"services": []object{{"serviceArn": arnPrefix + "service/prod/api", "serviceName": "api", "loadBalancers": []object{
			{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/web/2"}}}}}),
	})
	for range 2 {
		_, err := b.whoami(t.Context())
		_, around := b.Targets(t.Context(), api)
		for _, err := range []error{err, around} {
			if backend.KindOf(err) != backend.KindInvalid || !strings.Contains(err.Error(), "HTTP 403 Forbidden, from a proxy") {
				t.Errorf("got %v", err)
			}
		}
	}
	if n, m := len(e.asked("GetCallerIdentity")), len(e.asked("DescribeTargetHealth")); n != 2 || m != 2 || len(b.Denials()) != 0 {
		t.Errorf("asked %d and %d times, %d denials", n, m, len(b.Denials()))
	}
}

type about1 struct{ Cluster, Service *string }

func TestWhatADenialCovers(t *testing.T) {
	said := func(s string) *string { return &s }
	of := func(cluster, service string) *about1 { return &about1{said(cluster), said(service)} }
	denied := func(resource string) *backend.Error {
		return &backend.Error{Kind: backend.KindDenied, Code: "AccessDeniedException", Message: "not authorized to perform: x on resource: " + resource + " " + noPolicy}
	}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	r := request{"ecs:ListServiceDeployments", "service"}
	for _, c := range []struct {
		name  string
		learn func(d *denials)
		in    any
		want  bool // from memory
	}{
		{"nothing known", func(*denials) {}, of("prod", "api"), false},
		{"the same service", func(d *denials) { d.learn(r, of("prod", "api"), "", denied("arn:x:service/prod/api"), noon) }, of("prod", "api"), true},
		{"another service", func(d *denials) { d.learn(r, of("prod", "api"), "", denied("arn:x:service/prod/api"), noon) }, of("prod", "web"), false},
		{"an action without resources", func(d *denials) { d.learn(r, of("prod", "api"), "", denied("*"), noon) }, of("prod", "web"), true},
		{"another cluster", func(d *denials) { d.learn(r, of("prod", "api"), "", denied("*"), noon) }, of("test", "web"), false},
		{"it has lapsed", func(d *denials) { d.learn(r, of("prod", "api"), "", denied("*"), noon.Add(-deniedFor)) }, of("prod", "api"), false},
		{"it was allowed since", func(d *denials) {
			d.learn(r, of("prod", "api"), "", denied("*"), noon)
			d.learn(r, of("prod", "api"), "", nil, noon)
		}, of("prod", "api"), false},
		{"five services alike", func(d *denials) {
			for i := range 5 {
				d.learn(r, of("prod", fmt.Sprint(i)), "", denied(fmt.Sprintf("arn:x:service/prod/%d", i)), noon)
			}
		}, of("prod", "web"), true},
		{"five services alike, and one allowed", func(d *denials) {
			for i := range 5 {
				d.learn(r, of("prod", fmt.Sprint(i)), "", denied(fmt.Sprintf("arn:x:service/prod/%d", i)), noon)
				if i == 2 {
					d.learn(r, of("prod", "ours"), "", nil, noon)
				}
			}
		}, of("prod", "web"), false},
		{"a proxy's refusal is none of AWS's", func(d *denials) { d.learn(r, of("prod", "api"), "", &backend.Error{Kind: backend.KindDenied}, noon) }, of("prod", "api"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d denials
			c.learn(&d)
			if err := d.answer(r, c.in, noon); (err != nil) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestRegionClosedByTheOrganization: two refusals tell enough, unless something
// has been answered.
func TestRegionClosedByTheOrganization(t *testing.T) {
	refuse := func(op string) func(object) reply {
		return func(object) reply {
			return refusal(op, "*", "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1")
		}
	}
	b, e := serve(t, answers{
		"ListClusters": refuse("ecs:ListClusters"), "ListServices": refuse("ecs:ListServices"),
		"GetCallerIdentity": always(identity1),
	})
	if _, err := b.About(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := b.Clusters(t.Context())
	if backend.KindOf(err) != backend.KindDenied || !strings.Contains(err.Error(), "policy/o-1/service_control_policy/p-1") || !strings.Contains(backend.Advice(err), "another region") {
		t.Errorf("got %v, advice %q", err, backend.Advice(err))
	}
	if _, err := b.Services(t.Context(), prod); backend.KindOf(err) != backend.KindDenied {
		t.Errorf("got %v", err)
	}
	n := len(e.got)
	if _, err := b.TaskDefinitions(t.Context(), ""); backend.KindOf(err) != backend.KindDenied || len(e.got) != n {
		t.Errorf("got %v after %d requests", err, len(e.got)-n)
	}
	b.Reconsider()
	if _, err := b.Clusters(t.Context()); backend.KindOf(err) != backend.KindDenied || len(e.got) != n+1 {
		t.Errorf("reconsidered: got %v after %d requests", err, len(e.got)-n)
	}
}

func TestDenialLapses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, n := silent(1), 0
		do := func(_ context.Context, _ *about1, _ ...int) (*struct{}, error) {
			n++
			return nil, code(400, "AccessDeniedException", "User: x is not authorized to perform: cloudwatch:GetMetricData")
		}
		r := request{"cloudwatch:GetMetricData", "metrics"}
		for range 3 {
			if _, err := invoke(t.Context(), b, r, do, &about1{}); backend.KindOf(err) != backend.KindDenied {
				t.Errorf("got %v", err)
			}
			time.Sleep(deniedFor/2 + time.Second)
		}
		if n != 2 {
			t.Errorf("sent %d times in ten minutes and a little, want 2", n)
		}
	})
}

// Some rows of a list that were denied without a resource being named are asked
// for again soon, while others are allowed: a list with holes is seen.
func TestSomeRowsThatAreDeniedAreAskedAgainSoon(t *testing.T) {
	var d denials
	r, at := request{"ecs:DescribeServices", "cluster prod"}, time.Unix(0, 0)
	batch := func(names ...string) *ecs.DescribeServicesInput {
		return &ecs.DescribeServicesInput{Cluster: sdk.String("prod"), Services: names}
	}
	refused := &backend.Error{Kind: backend.KindDenied, Op: r.op, Code: "AccessDeniedException", Message: "User: x is not authorized to perform: ecs:DescribeServices", Err: code(400, "AccessDeniedException", "")}
	d.learn(r, batch("a", "b"), "", refused, at)
	later := at.Add(someDeniedFor)
	if d.answer(r, batch("a", "b"), later) == nil {
		t.Error("asked again although nothing was ever allowed")
	}
	d.learn(r, batch("c", "d"), "", nil, at)
	if d.answer(r, batch("a", "b"), later.Add(-time.Second)) == nil {
		t.Error("asked again at once")
	}
	if err := d.answer(r, batch("a", "b"), later); err != nil {
		t.Errorf("not asked again: %v", err)
	}
}
