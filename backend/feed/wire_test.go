package feed_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/aws"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// simulated is a cluster of n services without tasks, which throttles as ECS does.
func simulated(t *testing.T, n int) *fake.Fake {
	t.Helper()
	w := sim.New(sim.Config{
		Seed: 1, Start: time.Now().UTC().Truncate(time.Second), Partition: "aws", Region: "eu-west-1",
		Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"},
	})
	do := func(c sim.Command) {
		if _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	do(sim.CreateCluster{Name: "prod"})
	do(sim.RegisterTaskDef{Def: sim.TaskDef{
		Family: "api", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
		Containers: []sim.ContainerDef{{Name: "app", Image: "app:1", Essential: true}},
	}})
	for i := range n {
		do(sim.CreateService{Cluster: "prod", Name: fmt.Sprintf("svc-%03d", i), Family: "api", Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	return fake.New(fake.Options{World: w, Speed: 1, Throttle: true})
}

// overTheWire is backend/aws on the simulator, late by so much with each call.
func overTheWire(t *testing.T, f *fake.Fake, late time.Duration) backend.Backend {
	t.Helper()
	for _, name := range []string{"AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"} {
		t.Setenv(name, "")
	}
	for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
		t.Setenv(name, t.TempDir()+"/none")
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	server := httptest.NewServer(wire.New(f, wire.Latency(late)))
	t.Cleanup(server.Close)
	b, err := aws.Open(t.Context(), aws.Options{Region: "eu-west-1", Endpoint: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRowsComeOverTheWireBeforeTheListIsComplete(t *testing.T) {
	b := overTheWire(t, simulated(t, 300), 20*time.Millisecond)
	f := feed.New(feed.Options{Backend: b})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	ended := make(chan struct{})
	go func() { defer close(ended); f.Run(ctx) }()
	defer func() { cancel(); <-ended }()

	prod := model.ClusterRef{Name: "prod"}
	f.Look(feed.Scope{Shown: []feed.Want{{Part: feed.Services, Cluster: prod}}})
	var seq uint64
	var grew []int
	for {
		s, err := f.Next(ctx, seq)
		if err != nil {
			t.Fatal(err)
		}
		seq = s.Seq
		p := s.Services[prod]
		if p.Known() {
			grew = append(grew, len(p.Rows))
		}
		if p.Known() && !p.Asking {
			break
		}
	}
	if last := grew[len(grew)-1]; last != 300 || len(grew) < 2 || grew[0] >= 300 {
		t.Errorf("the list grew by %v, want it to be seen growing up to 300", grew)
	}
}

// TestTheFirstThousandServicesAreNotThrottled: the first list is 110 calls and
// AWS's bucket holds 100. None is refused, and the list is there within a second
// or so.
func TestTheFirstThousandServicesAreNotThrottled(t *testing.T) {
	b := overTheWire(t, simulated(t, 1000), 50*time.Millisecond)
	start := time.Now()
	rows, err := b.Services(t.Context(), model.ClusterRef{Name: "prod"})
	if err != nil || len(rows) != 1000 {
		t.Fatalf("%d services, %v", len(rows), err)
	}
	if took := time.Since(start); took > 3*time.Second { // it is 1.2 s, on an idle machine
		t.Errorf("it took %s", took)
	}
	log, _ := backend.As[backend.CallLogger](b)
	if n := log.Usage(time.Now()).PerMinute; n != 110 {
		t.Errorf("%d tries, want 110", n)
	}
	for _, c := range log.CallLog() {
		if c.Throttled > 0 {
			t.Errorf("throttled: %+v", c)
		}
	}
}
