package aws

import (
	"sync"
	"time"
)

// liveBars remember in which regions no session of Live Tail can be had, so that
// not every tail has to find out.
type liveBars struct {
	mu   sync.Mutex
	bars map[string]liveBar
}

type liveBar struct {
	why   string
	until time.Time
}

// of is why there is no session in a region now, "" when one may be tried.
func (l *liveBars) of(region string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bar := l.bars[region]; time.Now().Before(bar.until) {
		return bar.why
	}
	return ""
}

func (l *liveBars) put(region, why string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bars == nil {
		l.bars = map[string]liveBar{}
	}
	l.bars[region] = liveBar{why, time.Now().Add(d)}
}
