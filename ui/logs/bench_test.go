package logs

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// flood is a batch as a busy service writes it, lines of 60 to 190 bytes.
func flood(from, n int) []model.LogEvent {
	out := make([]model.LogEvent, n)
	levels := []string{"INFO ", "INFO ", "INFO ", "WARN ", "INFO ", "ERROR", "DEBUG"}
	for i := range out {
		k := from + i
		msg := fmt.Sprintf("%s POST /orders/%d 201 %dms req=%08x items=%d", levels[k%len(levels)], k, k%300, uint32(k)*2654435761, k%9)
		if k%3 == 0 {
			msg += " customer=4711 region=eu-central-1 cart=8812 coupon=none payment=card attempts=1 cache=miss upstream=payment.internal:8080"
		}
		out[i] = event(time.Duration(k)*2*time.Millisecond, k%len(tasks), msg)
		out[i].ID, out[i].Group = fmt.Sprintf("3946%052d", k), "/ecs/order"
	}
	return out
}

func full() *Store {
	s := NewStore(0)
	for i := 0; i < DefaultCapacity+1000; i += 500 {
		s.Add(flood(i, 500), 0)
	}
	return s
}

func BenchmarkView(b *testing.B) {
	s := full()
	for _, c := range []struct {
		name, filter string
		wrap, follow bool
	}{
		{"cut", "", false, true},
		{"wrap", "", true, true},
		{"wrap+filter", "!health post /4[0-9]ms/", true, true},
		{"wrap+filter scrolled", "!health post /4[0-9]ms/", true, false},
	} {
		p := NewPane(s, theme.Default())
		p.SetSize(160, 45)
		p.SetWrap(c.wrap)
		if err := p.SetFilter(c.filter); err != nil {
			b.Fatal(err)
		}
		if !c.follow {
			p.Page(-100)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.View(noon)
			}
		})
	}
}

func BenchmarkScroll(b *testing.B) {
	p := NewPane(full(), theme.Default())
	p.SetSize(160, 45)
	p.SetWrap(true)
	p.Page(-100)
	for b.Loop() {
		p.Scroll(1)
		p.Scroll(-1)
	}
}

// BenchmarkAdd adds 500 lines to a full store that a filtered pane shows. A
// sixth of the late ones are out of order by up to five seconds.
func BenchmarkAdd(b *testing.B) {
	for _, late := range []bool{false, true} {
		b.Run(fmt.Sprintf("late=%v", late), func(b *testing.B) {
			s := full()
			p := NewPane(s, theme.Default())
			if err := p.SetFilter("post !health"); err != nil {
				b.Fatal(err)
			}
			k := DefaultCapacity + 1000
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				batch := flood(k, 500)
				for i := range batch {
					if late && i%6 == 0 {
						batch[i].At = batch[i].At.Add(-time.Duration(i) * 10 * time.Millisecond)
					}
				}
				k += 500
				b.StartTimer()
				s.Add(batch, 0)
			}
		})
	}
}

func BenchmarkSetFilter(b *testing.B) {
	p := NewPane(full(), theme.Default())
	for _, expr := range []string{"", "coupon !health", "/req=0+4[0-9]ms/"} {
		b.Run(expr, func(b *testing.B) {
			for b.Loop() {
				if err := p.SetFilter(expr); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStatus(b *testing.B) {
	s := full()
	p := NewPane(s, theme.Default())
	p.SetSize(160, 45)
	now := noon.Add(2 * (DefaultCapacity + 1000) * time.Millisecond)
	for b.Loop() {
		p.Status(now)
	}
}

func BenchmarkLevel(b *testing.B) {
	line := flood(3, 1)[0].Message[5:]
	for b.Loop() {
		levelOf(line)
	}
}

// BenchmarkMemory reports what a line costs beside its text, in a full store
// with a pane.
func BenchmarkMemory(b *testing.B) {
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	for b.Loop() {
		before := heap()
		s := full()
		p := NewPane(s, theme.Default())
		after := heap()
		b.ReportMetric((after-before)/DefaultCapacity, "B/line")
		b.ReportMetric((after-before-float64(s.bytes))/DefaultCapacity, "overhead-B/line")
		runtime.KeepAlive(p)
	}
}
