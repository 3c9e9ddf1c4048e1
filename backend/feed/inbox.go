package feed

import (
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// inbox is what the screen has told since the loop last looked. Telling never
// waits for the loop.
type inbox struct {
	mu   sync.Mutex
	news news
	wake chan struct{} // one slot: waking twice is waking once
}

// news are the contents of an inbox.
type news struct {
	scope      *Scope
	refresh    []Want
	refreshAll bool
	writes     []write
	came       []came
}

// came are rows that were read before their answer was complete.
type came struct {
	question
	rows any
	at   time.Time // wall clock
}

type write struct {
	service model.ServiceRef
	what    model.PendingWrite
}

func newInbox() *inbox { return &inbox{wake: make(chan struct{}, 1)} }

func (i *inbox) tell(change func(*news)) {
	i.mu.Lock()
	change(&i.news)
	i.mu.Unlock()
	select {
	case i.wake <- struct{}{}:
	default:
	}
}

func (i *inbox) take() news {
	i.mu.Lock()
	defer i.mu.Unlock()
	n := i.news
	i.news = news{}
	return n
}
