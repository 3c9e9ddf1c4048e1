package display

import (
	"errors"
	"io"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// frame is a view to be painted.
type frame struct {
	view          tea.View
	width, height int
	erase         bool // whatever is on the screen
	profile       colorprofile.Profile
	graphemes     bool
}

// painter writes to the terminal, on a goroutine of its own: nobody but it waits
// for a slow one. It holds one frame at most.
type painter struct {
	out   io.Writer
	tell  func(error) // somebody waits until it is ready, or the terminal is gone
	wakes chan struct{}
	ended chan struct{}

	mu      sync.Mutex
	frame   *frame
	words   string      // to be written as they are
	work    func() bool // to be done between frames
	working bool
	awaited bool // busy was asked for, and the answer was yes
	slow    time.Duration

	canvas *canvas // the goroutine's own
}

func newPainter(out io.Writer, c *canvas, tell func(error)) *painter {
	return &painter{out: out, canvas: c, tell: tell, wakes: make(chan struct{}, 1), ended: make(chan struct{})}
}

// busy tells whether a frame is on its way to the terminal. If so, tell is
// called when the painter is ready for the next.
func (p *painter) busy() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.awaited = p.working || p.frame != nil
	return p.awaited
}

// slowness is how long the terminal took to take the last frame.
func (p *painter) slowness() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.slow
}

// paint has a frame painted, in place of one that has not been yet.
func (p *painter) paint(f frame) {
	p.mu.Lock()
	f.erase = f.erase || p.frame != nil && p.frame.erase
	p.frame = &f
	p.mu.Unlock()
	p.wake()
}

// say has words written between frames.
func (p *painter) say(words string) {
	p.mu.Lock()
	p.words += words
	p.mu.Unlock()
	p.wake()
}

// do has the canvas say something and waits until it is written, or until
// patience is over.
func (p *painter) do(patience time.Duration, say func(*canvas) string) {
	done := make(chan struct{})
	p.mu.Lock()
	p.frame = nil
	p.work = func() bool {
		defer close(done)
		return p.write(say(p.canvas))
	}
	p.mu.Unlock()
	p.wake()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

func (p *painter) wake() {
	select {
	case p.wakes <- struct{}{}:
	default:
	}
}

// end ends the goroutine.
func (p *painter) end() { close(p.ended) }

func (p *painter) run() {
	for {
		select {
		case <-p.ended:
			return
		case <-p.wakes:
		}
		p.mu.Lock()
		f, words, work := p.frame, p.words, p.work
		p.frame, p.words, p.work, p.working = nil, "", nil, true
		p.mu.Unlock()

		ok := p.write(words)
		from := time.Now()
		if f != nil {
			ok = ok && p.write(p.canvas.paint(*f))
		}
		slow := time.Since(from)
		if work != nil {
			ok = work() && ok
		}

		p.mu.Lock()
		if f != nil {
			p.slow = slow
		}
		p.working = false
		tell := ok && p.awaited
		p.awaited = false
		p.mu.Unlock()
		if tell {
			p.tell(nil)
		}
	}
}

// write writes, and tells when the terminal is gone.
func (p *painter) write(words string) bool {
	if words == "" {
		return true
	}
	_, err := io.WriteString(p.out, words)
	switch {
	case err == nil:
		return true
	case errors.Is(err, syscall.EAGAIN):
		// Somebody made the terminal one that does not wait. What was lost comes
		// with the next frame.
		p.canvas.forget()
		return true
	}
	p.tell(err)
	return false
}
