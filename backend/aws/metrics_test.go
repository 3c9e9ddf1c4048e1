package aws

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// cborReply is what CloudWatch answers in its protocol.
func cborReply(body cbor.Map) reply {
	return reply{status: http.StatusOK, body: cbor.Encode(body), header: map[string]string{
		"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor",
	}}
}

func result(id, status string, at []time.Time, values ...float64) cbor.Value {
	times, numbers := cbor.List{}, cbor.List{}
	for i, v := range values {
		times = append(times, &cbor.Tag{ID: 1, Value: cbor.Float64(at[i].Unix())})
		numbers = append(numbers, cbor.Float64(v))
	}
	return cbor.Map{"Id": cbor.String(id), "StatusCode": cbor.String(status), "Timestamps": times, "Values": numbers}
}

// simulatedNow makes the endpoint tell a time, so that the window is known.
func simulatedNow(r reply) reply {
	r.header[nowHeader], r.header[speedHeader] = "2026-11-23T12:05:40Z", "0"
	return r
}

func TestMetrics(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 11, 23, 12, m, 0, 0, time.UTC) }
	var asked atomic.Int32
	b, e := serve(t, answers{
		"ListClusters": func(object) reply {
			r := ok(object{"clusterArns": []string{}})
			r.header = map[string]string{}
			return simulatedNow(r)
		},
		"GetMetricData": func(object) reply {

			if asked.Add(1) == 1 {
				return cborReply(cbor.Map{"NextToken": cbor.String("more"), "MetricDataResults": cbor.List{
					result("m0_0", "PartialData", []time.Time{at(1), at(2)}, 10, 20),
					result("m1_0", "Complete", []time.Time{at(3)}, 55),
					result("m0_1", "Complete", nil),
				}})
			}
			return cborReply(cbor.Map{"MetricDataResults": cbor.List{
				result("m0_0", "Complete", []time.Time{at(3), at(5)}, 30, 99),
				result("never_asked", "Complete", []time.Time{at(3)}, 1),
			}})
		},
	})
	if _, err := b.Clusters(t.Context()); err != nil { // tells the time
		t.Fatal(err)
	}
	api, idle := prod.Service("api"), prod.Service("idle")
	got, err := b.Metrics(t.Context(), []model.ServiceRef{api, idle}, 4*time.Minute+30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := got[idle]; there || len(got[api]) != 2 {
		t.Fatalf("got %v", got)
	}
	nan := math.NaN()
	want := []model.Series{
		{Metric: "CPUUtilization", Unit: "Percent", Start: at(1), Period: time.Minute, Values: []float64{10, 20, 30, nan}},
		{Metric: "MemoryUtilization", Unit: "Percent", Start: at(1), Period: time.Minute, Values: []float64{nan, nan, 55, nan}},
	}
	if g, w := fmt.Sprint(got[api]), fmt.Sprint(want); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
	if n := len(e.asked("GetMetricData")); n != 2 {
		t.Errorf("%d calls", n)
	}
}

func TestMetricsAreAskedInFewCalls(t *testing.T) {
	var services []model.ServiceRef
	for i := range 600 {
		services = append(services, prod.Service(numbered(i)))
	}
	b, e := serve(t, answers{"GetMetricData": func(object) reply {
		return cborReply(cbor.Map{"MetricDataResults": cbor.List{}})
	}})
	got, err := b.Metrics(t.Context(), services, time.Hour)
	if err != nil || len(got) != 0 {
		t.Fatalf("got %v, %v", got, err)
	}
	if n := len(e.asked("GetMetricData")); n != 3 {
		t.Errorf("%d calls for 1200 queries of which one call takes 500", n)
	}
}

func TestMetricsThatCloudWatchCouldNotRead(t *testing.T) {
	now := time.Now().Truncate(time.Minute).Add(-time.Minute)
	b, _ := serve(t, answers{"GetMetricData": func(object) reply {
		return cborReply(cbor.Map{"MetricDataResults": cbor.List{
			result("m0_0", "Complete", []time.Time{now}, 1),
			result("m0_1", "InternalError", nil), result("m1_1", "InternalError", nil),
		}})
	}})
	got, err := b.Metrics(t.Context(), []model.ServiceRef{prod.Service("api"), prod.Service("web")}, time.Hour)
	var p *backend.Partial
	if len(got) != 1 || !errors.As(err, &p) || !slices.Equal(p.Missing, []string{"web"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestMetricsDenied(t *testing.T) {
	b, _ := serve(t, answers{"GetMetricData": func(object) reply {
		r := cborReply(cbor.Map{"__type": cbor.String("AccessDeniedException"), "message": cbor.String("no")})
		r.status = http.StatusForbidden
		return r
	}})
	got, err := b.Metrics(t.Context(), []model.ServiceRef{prod.Service("api")}, time.Hour)
	if got != nil || backend.KindOf(err) != backend.KindDenied {
		t.Errorf("got %v, %v", got, err)
	}
	if a := backend.Advice(err); a != "Ask for the permission cloudwatch:GetMetricData." {
		t.Errorf("advice %q", a)
	}
}
