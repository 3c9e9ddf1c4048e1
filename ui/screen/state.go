package screen

import (
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// State is how it stands with the data a screen shows.
type State struct {
	Known   bool      // there is something to show
	At      time.Time // wall time of when it was read
	Err     error     // of the newest try
	Missing int       // rows known to exist that are not there
	Asking  bool
	Early   bool   // nobody has waited yet
	Growing bool   // rows are still coming, of a list that was never read whole
	Word    string // said instead of live
	// Recalled tells that the rows are those of the last session.
	Recalled bool
	// What and Advice are said of data that is there and is not all there could
	// be, as of a list that may not be read.
	What, Advice string
}

// StateOf is the state of one part.
func StateOf[T any](p model.Part[T]) State {
	return State{Known: p.Known(), At: p.At, Err: p.Err, Missing: p.Missing, Asking: p.Asking, Growing: p.Growing, Recalled: p.Recalled}
}

// fresh is how old data may be and still be called live. What stands still is
// asked rarely, so this is longer than the longest pause between two polls.
const fresh = 90 * time.Second

// ageStep is from when on, and how finely, the age of live data is told.
const ageStep = 10 * time.Second

// Freshness is the word in the corner of the frame, and how much it should
// catch the eye.
func (s State) Freshness(wall time.Time) (string, model.Severity) {
	age := wall.Sub(s.At)
	switch {
	case !s.Known && s.Err != nil:
		return "no data", model.Broken
	case !s.Known && s.Early:
		return "", model.Good
	case !s.Known:
		return "asking", model.Moving
	case s.Recalled:
		return "from last session, " + text.Age(max(0, age)) + " old", model.Warning
	case s.Growing:
		return "reading", model.Moving
	case s.What != "":
		return "partial", model.Warning
	case s.Err != nil:
		return text.Age(max(0, age)) + " old", model.Warning
	case s.Missing > 0:
		return "partial", model.Warning
	case age > fresh:
		return text.Age(age) + " old", model.Warning
	case s.Word != "":
		return s.Word, model.Good
	case age >= ageStep:
		// In steps: an age that grew every second would redraw for nothing.
		return "live " + text.Age(age.Truncate(ageStep)), model.Good
	}
	return "live", model.Good
}

// Banner says what is wrong with the data on screen and what to do; "" when
// nothing is. Data that is there stays on screen, so it says how old that is.
func (s State) Banner(wall time.Time) (what, advice string) {
	switch {
	case s.What != "":
		return s.What, s.Advice
	case s.Err == nil && s.Missing > 0:
		return text.Plural(s.Missing, "row") + " could not be read", "They are asked for again; ctrl+r asks now."
	case s.Err == nil || !s.Known:
		return "", ""
	}
	what = "data " + text.Age(max(0, wall.Sub(s.At))) + " old: " + text.Clean(s.Err.Error())
	return what, Advice(s.Err)
}

// Advice is what to do about a failed read: what the failure itself advises,
// and that the program goes on trying.
func Advice(err error) string {
	advice := backend.Advice(err)
	if advice != "" {
		advice += " "
	}
	return text.Clean(advice) + "It is tried again by itself; ctrl+r tries now."
}
