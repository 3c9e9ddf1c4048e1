package fake_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/smithy-go"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
	"github.com/ecsdeck/ecsdeck/model"
)

// What is wrong with the API has the kind, the operation and the target that it
// has with AWS.
func TestAPIFaultsHaveKinds(t *testing.T) {
	f := fake.New(fake.Options{World: oneCluster(t)})
	for code, kind := range map[string]backend.Kind{
		sim.ErrAccessDenied: backend.KindDenied, sim.ErrThrottling: backend.KindThrottled,
		sim.ErrExpiredToken: backend.KindExpired, sim.ErrServer: backend.KindServer,
	} {
		f.With(func(w *sim.World) {
			if _, err := w.Do(sim.SetAPIFault{Fault: sim.APIFault{Name: "a", Actions: []string{"ecs:DescribeClusters"}, Code: code}}); err != nil {
				t.Fatal(err)
			}
		})
		_, err := f.Clusters(t.Context())
		var e *backend.Error
		if !errors.As(err, &e) || e.Kind != kind || e.Op != "ecs:DescribeClusters" || e.Target != "the clusters" || e.Code != code {
			t.Errorf("%s: %+v", code, err)
		}
	}
	if _, err := f.TaskDefinitions(t.Context(), ""); err != nil {
		t.Errorf("another action: %v", err)
	}
}

func oneCluster(t *testing.T) *sim.World {
	w := sim.New(sim.Config{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Start: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	if _, err := w.Do(sim.CreateCluster{Name: "c"}); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestThrottle(t *testing.T) {
	wall := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := fake.New(fake.Options{World: oneCluster(t), Throttle: true, Wall: func() time.Time { return wall }})
	refused := func(n int) (out int) {
		for range n {
			if _, err := f.Clusters(t.Context()); backend.KindOf(err) == backend.KindThrottled {
				out++
			}
		}
		return out
	}
	// Each takes two of the 50 tokens for reading clusters; 20 a second come back.
	if got := refused(40); got != 15 {
		t.Errorf("%d of 40 were refused at once", got)
	}
	wall = wall.Add(time.Second)
	if got := refused(15); got != 5 {
		t.Errorf("%d of 15 were refused a second later", got)
	}
}

// Over HTTP the buckets are those of each kind of operation: a burst goes
// through, then calls are refused until tokens have come back.
func TestThrottleOverTheWire(t *testing.T) {
	wall := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f := fake.New(fake.Options{World: oneCluster(t), Throttle: true, Wall: func() time.Time { return wall }})
	server := httptest.NewServer(wire.New(f))
	t.Cleanup(server.Close)
	client := ecs.NewFromConfig(sdk.Config{
		Region: "eu-west-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: sdk.CredentialsProviderFunc(func(context.Context) (sdk.Credentials, error) {
			return sdk.Credentials{AccessKeyID: "simulator", SecretAccessKey: "simulator"}, nil
		}),
	})
	passed := func(n int) (out int) {
		for range n {
			_, err := client.ListServices(t.Context(), &ecs.ListServicesInput{Cluster: sdk.String("c")})
			var api smithy.APIError
			switch {
			case err == nil:
				out++
			case !errors.As(err, &api) || api.ErrorCode() != "ThrottlingException" || api.ErrorMessage() != "Rate exceeded":
				t.Fatal(err)
			}
		}
		return out
	}
	if got := passed(120); got != 100 {
		t.Errorf("%d of a burst of 120 went through, want 100", got)
	}
	wall = wall.Add(time.Second)
	if got := passed(30); got != 20 {
		t.Errorf("%d of 30 went through a second later, want 20", got)
	}
	if _, err := client.ListTasks(t.Context(), &ecs.ListTasksInput{Cluster: sdk.String("c")}); err != nil {
		t.Errorf("tasks have a bucket of their own: %v", err)
	}
}

// Reads of the simulator in the process lag as those over the wire do.
func TestReadsLag(t *testing.T) {
	w := oneCluster(t)
	do := func(c sim.Command) {
		t.Helper()
		if _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	do(sim.RegisterTaskDef{Def: sim.TaskDef{
		Family: "api", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
		Containers: []sim.ContainerDef{{Name: "app", Image: "api:1", Essential: true}},
	}})
	f := fake.New(fake.Options{World: w})
	do(sim.SetAPIFault{Fault: sim.APIFault{Name: "lag", Lag: 5 * time.Second}})
	do(sim.CreateService{Cluster: "c", Name: "web", Family: "api", Desired: 1, Launch: "FARGATE", MinPercent: -1, MaxPercent: -1, Subnets: []string{"subnet-1"}})
	desired := func() int {
		t.Helper()
		rows, err := f.Services(t.Context(), model.ClusterRef{Name: "c"})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			return -1
		}
		return rows[0].Desired
	}
	if got := desired(); got != -1 {
		t.Errorf("a new service is known at once, with %d tasks", got)
	}
	f.Advance(5 * time.Second)
	if got := desired(); got != 1 {
		t.Errorf("after the lag there are %d tasks, want 1", got)
	}
	three := 3
	do(sim.UpdateService{Cluster: "c", Name: "web", Desired: &three})
	seen := map[int]bool{}
	for range 12 {
		seen[desired()] = true
	}
	if !seen[1] || !seen[3] || len(seen) != 2 {
		t.Errorf("the desired count is told as %v: it is 3, and was 1", seen)
	}
}
