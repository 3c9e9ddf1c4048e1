package logs

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// rollout is a tail as an operator sees it.
func rollout() *Store {
	s := NewStore(0)
	ms := time.Millisecond
	side := event(700*ms, 1, "[2026-11-23 12:41:06.700][1][warning] upstream connect error, retrying")
	side.Stream = "ecs/envoy/" + tasks[1]
	s.Add([]model.LogEvent{
		event(114*ms, 0, "INFO  POST /orders 201 41ms  req=5f0a  items=3"),
		event(190*ms, 1, "INFO  GET  /orders/88131 200 12ms  req=5f0b"),
		side,
		event(872*ms, 2, "WARN  payment slow: 1204ms  req=5f0c  attempt=2"),
		event(1003*ms, 2, `{"level":"error","msg":"payment failed: upstream 503","req":"5f0c","error":"HTTP 503 from payment.internal after 3 attempts","took":3612}`),
	}, 0)
	s.Add([]model.LogEvent{
		event(1345*ms, 3, "INFO  listening on :8080"),
		event(1910*ms, 0, "INFO  POST /orders 201 38ms  req=5f0d  customer=\"größe 注文 🍕\""),
		event(2412*ms, 1, "DEBUG pool: 3 of 20 busy\tidle 17"),
		event(2500*ms, 1, "\x1b[31mERROR\x1b[m \x1b]0;owned\apanic in handler"),
	}, 312)
	s.Mark(
		Marker{At: noon.Add(1300 * ms), Task: tasks[3], Text: "(:17) joined"},
		Marker{At: noon.Add(2300 * ms), Task: "55e07c21d0f4a94e03bfd1aa55e07c21", Text: "(:16) stopped, exit 0, replaced or scaled in"},
		Marker{At: noon.Add(2600 * ms), Task: tasks[1], Text: "(:16) stopped, out of memory (137)", Failed: true},
	)
	return s
}

func TestGolden(t *testing.T) {
	t.Parallel()
	now := noon.Add(3 * time.Second)
	for _, c := range []struct {
		name string
		w, h int
		with func(*Pane)
	}{
		{"80x20", 80, 20, func(*Pane) {}},
		{"160x40", 160, 40, func(p *Pane) { p.SetWrap(true) }},
		{"44x20 wrapped", 44, 20, func(p *Pane) { p.SetWrap(true) }},
		{"80x20 shifted", 80, 20, func(p *Pane) { p.Shift(30) }},
		{"80x20 ASCII filtered", 80, 20, func(p *Pane) {
			p.SetTheme(theme.Mono().InASCII())
			if err := p.SetFilter("!health req /5f0[abc]/"); err != nil {
				t.Error(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := NewPane(rollout(), theme.Default())
			p.SetSize(c.w, c.h)
			c.with(p)
			status := p.Status(now).String()
			golden.RequireEqual(t, status+"\n"+strings.Join(screen(p), "\n")+"\n")
		})
	}
}
