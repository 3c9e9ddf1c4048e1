package display

import "time"

const (
	// beat is how far frames are apart that nobody has asked for.
	beat = 200 * time.Millisecond
	// burst is how far they are apart when they may be what somebody waits for:
	// enough that what comes at once is one frame.
	burst = 8 * time.Millisecond
	// awaited is how long an answer to input counts as one, and answers how many
	// frames it may take without keeping to the beat.
	awaited = 2 * time.Second
	answers = 4
	// opening is the same for the start of the program.
	opening = 10
)

// pace says when frames may be drawn. It is told the time.
type pace struct {
	last   time.Time // drawn
	asked  bool      // by input, since then
	credit int       // of frames that need not keep to the beat
	until  time.Time // as long as there is credit
}

// begin is the start of the program: somebody waits for it.
func (p *pace) begin(now time.Time) {
	p.credit, p.until = opening, now.Add(5*awaited)
}

// typed is input: what comes of it is drawn at once.
func (p *pace) typed(now time.Time) {
	if now.After(p.until) {
		p.credit = 0
	}
	p.asked, p.credit = true, max(p.credit, answers)
	if until := now.Add(awaited); until.After(p.until) {
		p.until = until
	}
}

// wait is how long the next frame has to wait. slow is how long the terminal
// took for the last one: half of the time it is left in peace.
func (p *pace) wait(now time.Time, slow time.Duration) time.Duration {
	if p.asked {
		return 0
	}
	apart := max(beat, 2*slow)
	if p.credit > 0 && now.Before(p.until) {
		apart = max(burst, slow)
	}
	return p.last.Add(apart).Sub(now)
}

// drew is that a frame is drawn.
func (p *pace) drew(now time.Time) {
	if !p.asked && now.Sub(p.last) < beat {
		p.credit--
	}
	p.asked, p.last = false, now
}
