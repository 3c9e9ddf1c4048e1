package e2e_test

import (
	"flag"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// refreshes is how long the soak is.
var refreshes = flag.Int("soak", 40, "how many refreshes the soak makes")

// TestSoak has feed, AWS backend, SDK and HTTP refresh over and over while the
// world changes under them: goroutines stay constant and memory flat.
func TestSoak(t *testing.T) {
	life(t, plot{late: late, blind: true}, func(w *whole) {
		big := model.ClusterRef{Name: "big"}
		w.feed.Look(feed.Scope{Shown: []feed.Want{
			{Part: feed.Services, Cluster: big}, {Part: feed.Tasks, Cluster: big}, {Part: feed.Metrics, Cluster: big},
		}})
		warm := *refreshes / 4
		routines := 0
		count := func() int { // without those of connections, which come and go
			w.net.drop()
			synctest.Wait()
			return runtime.NumGoroutine()
		}
		for i := range *refreshes {
			if i == warm {
				routines = count()
			}
			if i%10 == 0 {
				desired := 2 + i/10%3
				w.do(sim.UpdateService{Cluster: "big", Name: fmt.Sprintf("svc-%03d", i/10%12), Desired: &desired})
			}
			w.feed.Refresh()
			time.Sleep(10 * time.Second)
			synctest.Wait()
		}
		// A connection may be about to end: what leaks does so with each refresh.
		if n := count(); n > routines+routines/4 {
			t.Errorf("%d goroutines after %d refreshes, %d after all", routines, warm, n)
		}
		if asked := w.proxy.calls("ListServices"); asked < *refreshes*9/10 {
			t.Errorf("only %d of %d refreshes asked for the services", asked, *refreshes)
		}
		// What the program holds is what is free without it: the world has grown.
		whole := heap()
		w.end()
		w.feed, w.back, w.stop = nil, nil, func() {}
		own := whole - heap()
		t.Logf("%d calls; the program holds %d KiB", w.proxy.calls("*"), own/1024)
		if own > 1<<20 {
			t.Errorf("after %d refreshes the program holds %d KiB", *refreshes, own/1024)
		}
	})
}

// heap is what is in use, in bytes.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
