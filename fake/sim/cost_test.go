package sim

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkMinutes is what a minute of a called service costs, and each of its
// tasks. The aim is 6 µs with five tasks and 1 µs for each further one.
func BenchmarkMinutes(b *testing.B) {
	for _, tasks := range []int{5, 50} {
		b.Run(fmt.Sprintf("tasks=%d", tasks), func(b *testing.B) {
			const services = 100
			w := New(Config{Seed: 1, Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"}})
			do := func(c Command) {
				if _, err := w.Do(c); err != nil {
					b.Fatal(err)
				}
			}
			do(CreateCluster{Name: "c"})
			do(RegisterTaskDef{apiDef("api:1")})
			for i := range services {
				s := apiService()
				s.Name, s.Balancers, s.Desired = fmt.Sprint("s", i), nil, tasks
				do(s)
				do(SetTraffic{"c", s.Name, &Traffic{Base: float64(4 * tasks), Noise: 0.05}})
			}
			w.Step(30 * time.Minute)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				w.Step(time.Minute)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*services), "ns/service-minute")
		})
	}
}
