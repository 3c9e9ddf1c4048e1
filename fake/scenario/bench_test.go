package scenario_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// town is a cluster of n Fargate services with the given number of tasks each,
// of which the first busy ones are called all the time and scale by
// themselves; it has come to rest.
func town(b *testing.B, n, tasks, busy int) *sim.World {
	b.Helper()
	w := sim.New(sim.Config{
		Seed: 1, Start: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Partition: "aws", Region: "eu-west-1", Account: "123456789012",
		Zones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"},
	})
	do := func(c sim.Command) {
		b.Helper()
		if _, err := w.Do(c); err != nil {
			b.Fatalf("%T: %v", c, err)
		}
	}
	do(sim.CreateCluster{Name: "town"})
	do(sim.CreateLogGroup{Name: "/app"})
	do(sim.SetImage{Image: "app", Does: sim.Behaviour{Size: 40, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: 10 * time.Millisecond, IdleMemory: 80}})
	do(sim.RegisterTaskDef{Def: sim.TaskDef{
		Family: "app", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
		Containers: []sim.ContainerDef{{Name: "app", Image: "app:1", Essential: true, Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{
			"awslogs-group": "/app", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app",
		}}}},
		ExecutionRole: "arn:aws:iam::123456789012:role/exec",
	}})
	for i := range n {
		name := fmt.Sprintf("app-%04d", i)
		do(sim.CreateService{Cluster: "town", Name: name, Family: "app", Desired: tasks, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
		if i < busy {
			do(sim.PutScaling{Cluster: "town", Name: name, Min: tasks, Max: 2 * tasks, Policies: []sim.Policy{{Name: "cpu", Metric: "ECSServiceAverageCPUUtilization", Target: 60}}})
			do(sim.SetTraffic{Cluster: "town", Name: name, Traffic: &sim.Traffic{Base: 10, Noise: 0.1}})
		}
	}
	w.Step(30 * time.Minute)
	return w
}

// pass lets an hour of simulated time go by, b.N times, and tells how fast.
func pass(b *testing.B, w *sim.World) {
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		w.Step(time.Hour)
	}
	b.ReportMetric(3600*float64(b.N)/b.Elapsed().Seconds(), "simulated-s/s")
}

// BenchmarkExisting has ten busy services among ever more that rest: the cost
// of an hour is that of what happens, so it stays the same.
func BenchmarkExisting(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("services=%d/busy=10", n), func(b *testing.B) { pass(b, town(b, n, 2, 10)) })
	}
}

// BenchmarkHappening has all services busy: the cost of an hour grows with
// them, and that of one service stays the same.
func BenchmarkHappening(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 5000} {
		b.Run(fmt.Sprintf("services=%d", n), func(b *testing.B) {
			pass(b, town(b, n, 2, n))
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n*60), "µs/service-minute")
		})
	}
}

// BenchmarkThousand is the embedded world of that name: 1,000 services, 5,000
// tasks, 300 instances. The aim is 2,000 simulated seconds a second.
func BenchmarkThousand(b *testing.B) {
	pass(b, build(b, "thousand", 1))
	b.ReportMetric(3600*float64(b.N)/b.Elapsed().Seconds()/2000, "times-the-aim")
}

// BenchmarkMemory is what 10,000 live tasks take: at rest, and when all of them
// have been called for four hours, with the metrics and the log lines of that
// time to be read. The aim is 150 MB.
func BenchmarkMemory(b *testing.B) {
	for _, busy := range []int{0, 2000} {
		b.Run(fmt.Sprintf("busy=%d", 5*busy), func(b *testing.B) {
			for range b.N {
				before := heap()
				w := town(b, 2000, 5, busy)
				if busy > 0 {
					w.Step(4 * time.Hour)
				}
				mb := float64(heap()-before) / 1e6
				b.ReportMetric(mb, "MB/10000-tasks")
				b.ReportMetric(mb/150, "of-the-aim")
				runtime.KeepAlive(w)
			}
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
