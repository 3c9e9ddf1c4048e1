package sim

import (
	"fmt"
	"time"
)

// Config is what a world starts from.
type Config struct {
	Seed      uint64
	Start     time.Time
	Partition string
	Region    string
	Account   string
	Zones     []string
}

// World is the simulated account and region. It is not safe for use by
// several goroutines: whoever shares it puts a mutex before it.
type World struct {
	cfg     Config
	now     time.Time
	state   state
	agenda  agenda
	journal journal
	streams map[streamKey]*Stream
}

type streamKey struct{ purpose, entity string }

// New is an empty world at cfg.Start.
func New(cfg Config) *World {
	return &World{
		cfg: cfg, now: cfg.Start,
		state: state{
			clusters: map[string]*Cluster{}, families: map[string][]*TaskDef{}, groups: map[string]*TargetGroup{},
			balancers: map[string]*LoadBalancer{}, lost: map[string]*TargetGroup{},
			providers: map[string]*Provider{}, logGroups: map[string]*LogGroup{}, alarms: map[string]*Alarm{}, watchers: map[string][]Key{}, pushed: map[string][]time.Time{},
			hooks: map[string]HookAnswer{}, images: map[string]*Behaviour{}, outages: map[string]bool{}, addresses: map[string]bool{}, zones: cfg.Zones,
			facts: newFacts(), tokens: map[string]runToken{}, settings: map[settingKey]string{}, schedules: map[string]*schedule{},
			down: map[string]bool{}, fargate: fargate{gone: map[string]bool{}},
			alarmsOf: map[source][]*Alarm{}, customs: map[string]*custom{}, policies: map[string]policyRef{},
			asgs: map[string]*AutoScalingGroup{}, launches: map[string]*LaunchConfiguration{},
		},
		agenda:  agenda{wakes: map[wake]time.Time{}},
		journal: journal{keep: journalKept},
		streams: map[streamKey]*Stream{},
	}
}

// journalKept is how many entries can be read back.
const journalKept = 20000

// Now is the simulated time.
func (w *World) Now() time.Time { return w.now }

// Config is what the world was made from.
func (w *World) Config() Config { return w.cfg }

// View is the state, to look at.
func (w *World) View() View { return View{w} }

// Do carries out a command, or refuses it and leaves the world unchanged. The
// error is an *Error with AWS's code and text where AWS has one.
func (w *World) Do(c Command) (Reply, error) {
	return c.do(w)
}

// Step lets d pass. Everything that falls due on the way happens in order;
// stretches in which nothing is due cost nothing.
func (w *World) Step(d time.Duration) { w.StepTo(w.now.Add(d)) }

// StepTo lets time pass until t. A t in the past changes nothing.
func (w *World) StepTo(t time.Time) {
	for {
		it, ok := w.agenda.next(t)
		if !ok {
			break
		}
		if it.due.After(w.now) {
			w.now = it.due
		}
		if it.wake != nil {
			w.decide(*it.wake)
		} else {
			w.carryOut(it)
		}
	}
	if t.After(w.now) {
		w.now = t
	}
}

// carryOut applies what is due, unless an agent without a connection would have
// to do or tell it: that waits for its return.
func (w *World) carryOut(it item) {
	if i := w.silent(it.intent); i != nil {
		i.unsaid = append(i.unsaid, it)
		return
	}
	w.apply(it.intent, it.cause)
}

// NextDue is when something is going to happen next; ok is false for a world
// in which nothing ever will.
func (w *World) NextDue() (t time.Time, ok bool) { return w.agenda.nextDue() }

// Journal is the newest entries with a sequence number above after, oldest
// first.
func (w *World) Journal(after uint64) []Entry {
	ring := w.journal.ring
	lo := len(ring)
	for lo > 0 && ring[lo-1].Seq > after {
		lo--
	}
	return append([]Entry(nil), ring[lo:]...)
}

// Seq is the number of the newest journal entry: it grows with everything that
// happens.
func (w *World) Seq() uint64 { return w.journal.seq }

// Watch calls f with every entry as it is written; nil ends it.
func (w *World) Watch(f func(Entry)) { w.journal.watch = f }

// Hash is a digest of every entry ever journaled: equal for equal runs.
func (w *World) Hash() string { return fmt.Sprintf("%016x", w.journal.hash) }

// decide asks a controller and applies what it wants, in order.
func (w *World) decide(k wake) {
	c := controllers[k.who]
	var draw *Stream
	if c.draws {
		draw = w.stream(c.name, k.key.Cluster+"/"+k.key.Name)
	}
	for _, in := range c.decide(View{w}, k.key, draw) {
		w.apply(in, c.name)
	}
}

// apply is the only way by which the state changes. A refusal is journaled:
// what an intent was based on may be gone by the time it is due.
func (w *World) apply(in Intent, cause string) {
	if err := in.apply(w, cause); err != nil {
		w.journal.add(Entry{At: w.now, Kind: "refused", Text: err.Error(), Cause: cause})
	}
}

// later puts an intent on the agenda.
func (w *World) later(d time.Duration, in Intent, cause string) {
	w.agenda.put(item{due: w.now.Add(d), intent: in, cause: cause})
}

// wake has a controller look at an entity after d at the latest.
func (w *World) wake(d time.Duration, who controllerID, key Key) {
	w.agenda.wakeAt(w.now.Add(d), wake{who, key})
}

func (w *World) stream(purpose, entity string) *Stream {
	k := streamKey{purpose, entity}
	s, ok := w.streams[k]
	if !ok {
		s = newStream(w.cfg.Seed, purpose, entity)
		w.streams[k] = s
	}
	return s
}

// note journals an entry at this instant.
func (w *World) note(e Entry) {
	e.At = w.now
	w.journal.add(e)
}
