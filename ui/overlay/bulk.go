package overlay

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// BulkOpening is what a dialog about several rows is told. All of it is frozen:
// what was marked, and how it was when the dialog opened.
type BulkOpening struct {
	Opening
	Deed Deed
	Rows []BulkRow
	Now  time.Time // of the world on screen, for the age of tasks
	// Reason is kept with every stopped task.
	Reason string
}

// Deed is what is done to all rows.
type Deed uint8

// The deeds that can be done to several rows.
const (
	BulkScale Deed = iota
	BulkRedeploy
	BulkStop
)

func (d Deed) verb() string { return [...]string{"Scale", "Redeploy", "Stop"}[d] }

func (d Deed) noun() string {
	if d == BulkStop {
		return "task"
	}
	return "service"
}

// BulkRow is one row. Why is why the deed does not apply to it: then it is
// listed and not sent.
type BulkRow struct {
	Name    string
	Why     string
	Service model.Service // of a task the one that it belongs to
	Task    model.Task
	Scaler  Scaler
}

// SendNext asks for the next deed of a Bulk dialog to be sent: see Next.
type SendNext struct{}

func (SendNext) result() {}

// fate is how it stands with a row.
type fate uint8

const (
	waiting fate = iota
	sending
	done
	failed
	unsent // it was its turn, and no more were sent
)

// stage is how far a Bulk dialog has come.
type stage uint8

const (
	deciding stage = iota
	running
	ended
)

// Bulk decides about several rows at once, shows what becomes of each while they
// are sent one after another, and offers to try again what failed. It sends
// nothing itself.
type Bulk struct {
	of    BulkOpening
	form  form
	entry string // of the number of tasks: 4, +1, -2, x2
	goOn  bool   // whether a failure does not stop the rest

	stage   stage
	stopped bool // no more are sent
	plans   []plan
	fates   []fate
	errs    []error
	focus   int // of the buttons at the end

	top, high, total int // of the lines about rows: the first in sight, how many, of all
	seen             int // how many of them were in sight
}

// NewBulk opens the dialog.
func NewBulk(o BulkOpening) *Bulk {
	d := &Bulk{of: o, form: newForm(o.Opening, o.Deed.verb(), o.Deed == BulkScale)}
	d.fates, d.errs = make([]fate, len(o.Rows)), make([]error, len(o.Rows))
	d.plan()
	return d
}

// plan says anew what is to be done to each row.
func (d *Bulk) plan() {
	d.plans, d.seen, d.top = d.of.plans(d.entry), 0, 0
	d.form.verb = d.of.Deed.verb()
	if n := d.count(); n > 0 {
		d.form.verb += " " + text.Count(n)
	}
}

// count is how many rows would be sent.
func (d *Bulk) count() int {
	n := 0
	for _, p := range d.plans {
		if p.deed != nil {
			n++
		}
	}
	return n
}

// blocked is why nothing can be sent as it stands.
func (d *Bulk) blocked() string {
	switch {
	case d.of.Deed == BulkScale && !validSize(d.entry):
		return "type a number of tasks, or +1, -1, x2"
	case d.count() == 0:
		return "there is nothing to send"
	case d.seen < d.total:
		return "look at all rows first: pgdown"
	}
	return ""
}

// start begins to send the rows of a fate.
func (d *Bulk) start(what fate) {
	for i, p := range d.plans {
		if p.deed != nil && d.fates[i] == what {
			d.fates[i] = waiting
		}
	}
	d.stage, d.stopped, d.top = running, false, 0
}

// Next is the deed to be sent now, and the number of its row; ok is false when
// there is none, or no more are sent. An answer must be given to Answer.
func (d *Bulk) Next() (row int, deed Result, ok bool) {
	if d.stage != running || d.stopped {
		return 0, nil, false
	}
	for i, p := range d.plans {
		if p.deed != nil && d.fates[i] == waiting {
			d.fates[i] = sending
			return i, p.deed, true
		}
	}
	return 0, nil, false
}

// Answer is how the deed of a row ended, at a time by the clock of the keys.
// Without one on its way and one to send the dialog is at its end.
func (d *Bulk) Answer(row int, err error, now time.Time) {
	d.fates[row], d.errs[row] = done, err
	if err != nil {
		d.fates[row] = failed
		d.stopped = d.stopped || !d.goOn
	}
	left := 0
	for i, p := range d.plans {
		if p.deed == nil || d.fates[i] != waiting {
			continue
		}
		left++
		if d.stopped {
			d.fates[i] = unsent
		}
	}
	if d.stopped || left == 0 {
		d.stage, d.focus, d.form.opening.At = ended, 0, now
	}
}

// Stop has no more rows sent.
func (d *Bulk) Stop() { d.stopped = true }
