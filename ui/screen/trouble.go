package screen

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Trouble is an error of this session, or something that was said in it. Equal
// ones are one, counted.
type Trouble struct {
	Key         string // what makes it equal to another
	First, Last time.Time
	Times       int
	Severity    model.Severity
	// What was tried: scale order from 2 to 4; "" of a read, which Op names.
	What    string
	Op      string // as IAM names it
	Target  string
	Kind    string // denied, throttled, ...
	Context string // profile/region, where there are several
	Request string // id by which AWS's support finds it
	Text    string // in full, untrusted
	Err     error  // nil of what was only said
	// Holds tells that it is still so.
	Holds bool
}

// Told is a message by which a command of a screen has something said, and
// everything on screen asked for anew.
type Told struct {
	Text string
	// Err is why what was tried came to nothing.
	Err error
}
