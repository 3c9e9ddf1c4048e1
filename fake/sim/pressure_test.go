package sim

import (
	"testing"
	"time"
)

// A service whose requests fail before it calls another does not call it.
func TestCallersThatFailDoNotCall(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api:1", Behaviour{CPUPerRequest: 20 * time.Millisecond, Needs: []string{"database", "shop"}}})
	b.must(apiService())
	shop := apiService()
	shop.Name, shop.Balancers = "shop", nil
	b.must(shop)
	b.must(SetTraffic{"c", "api", &Traffic{Base: 10}})
	b.must(SetTraffic{"c", "shop", &Traffic{From: "api", Ratio: 0.5}})
	b.Step(5 * time.Minute)
	called := func(when string, want int) {
		t.Helper()
		if got := b.last("shop").Requests; got != want {
			t.Errorf("%s the shop gets %d requests in a minute, want %d", when, got, want)
		}
	}
	called("at first", 300)
	b.must(Outage{"database", true})
	b.Step(2 * time.Minute)
	called("without the database", 0)
	b.must(Outage{"database", false})
	b.must(Spike{"c", "api", 20, 5 * time.Minute})
	b.Step(3 * time.Minute)
	if all, m := b.last("api"), b.last("shop"); all.TimedOut == 0 || m.Requests >= all.Requests/2 || m.Requests == 0 {
		t.Errorf("of %d requests %d time out, and %d come to the shop", all.Requests, all.TimedOut, m.Requests)
	}
	b.Step(8 * time.Minute)
	none := 0
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &none})
	b.Step(5 * time.Minute)
	called("without a caller", 0)
}

// What a task takes is what its containers take.
func TestContainerUsage(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.Containers[0].Memory = 0
	def.Containers = append(def.Containers, ContainerDef{Name: "proxy", Image: "proxy:1", Memory: 64})
	def.Family = "pair"
	b.must(RegisterTaskDef{def})
	b.must(SetImage{"api:1", Behaviour{CPUPerRequest: 10 * time.Millisecond, IdleCPU: 5, IdleMemory: 100, MemoryPerRate: 1}})
	b.must(SetImage{"proxy:1", Behaviour{IdleCPU: 3, IdleMemory: 30}})
	s := apiService()
	s.Family = "pair"
	b.must(s)
	b.must(SetTraffic{"c", "api", &Traffic{Base: 20}})
	b.Step(5 * time.Minute)
	task := b.live()[0]
	cpu, memory := b.View().ContainerUsage(task, 0)
	proxyCPU, proxyMemory := b.View().ContainerUsage(task, 1)
	if proxyCPU != 3 || proxyMemory != 30 || memory != 110 || hundredth(cpu+proxyCPU) != task.Usage.CPU {
		t.Errorf("the application takes %v units and %v MiB, its proxy %v and %v, of %+v", cpu, memory, proxyCPU, proxyMemory, task.Usage)
	}
}
