package display

import (
	"fmt"
	"io"
	"reflect"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// crash is a panic of the program's, or the loss of its terminal. Bubble Tea
// would say what happened on a screen that is gone a moment later; here it is
// kept until the terminal is given back.
type crash struct {
	mu    sync.Mutex
	what  string
	stack []byte
	lost  error // the terminal
}

// caught ends the program when what defers it panics.
func (d *Display) caught(cmd *tea.Cmd) {
	if what := recover(); what != nil {
		d.crash.note(what)
		if cmd != nil {
			*cmd = tea.Quit
		} else {
			d.send(tea.QuitMsg{})
		}
	}
}

func (c *crash) note(what any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.what == "" {
		c.what, c.stack = fmt.Sprint(what), debug.Stack()
	}
}

func (c *crash) gone(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost = err
}

func (c *crash) happened() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.what != "" || c.lost != nil
}

func (c *crash) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.what != "":
		return fmt.Errorf("%w: %s", tea.ErrProgramPanic, c.what)
	case c.lost != nil:
		return fmt.Errorf("the terminal is gone: %w", c.lost)
	}
	return nil
}

// tell says where a panic was, to whoever is to mend it.
func (c *crash) tell(w io.Writer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.what != "" {
		_, _ = fmt.Fprintf(w, "panic: %s\n\n%s\n", c.what, c.stack)
	}
}

// guard is a command that ends the program if it panics, and so do those that
// it brings.
func (c *crash) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if what := recover(); what != nil {
				c.note(what)
				msg = tea.QuitMsg{}
			}
		}()
		msg = cmd()
		c.guardAll(msg)
		return msg
	}
}

// guardAll guards the commands of a message that brings some: a batch or a
// sequence, of which Bubble Tea does not tell the type.
func (c *crash) guardAll(msg tea.Msg) {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return
	}
	for i := range v.Len() {
		cmd, _ := v.Index(i).Interface().(tea.Cmd)
		if cmd != nil {
			v.Index(i).Set(reflect.ValueOf(c.guard(cmd)))
		}
	}
}
