package ui

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/display"
	"github.com/ecsdeck/ecsdeck/ui/report"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// broughtMsg is the view ready for another program, outsideMsg the end of that.
type (
	broughtMsg struct {
		program []string
		input   string // "" of a program that reads a file
		remove  func()
		err     error
	}
	outsideMsg struct {
		program string
		err     error
	}
)

// pagers and editors are what is tried where nobody named one.
var (
	pagers  = [][]string{{"less", "-R"}, {"more"}}
	editors = [][]string{{"vi"}, {"nano"}}
)

func (m *Model) pager() tea.Cmd { return m.outside("PAGER", nil, pagers) }

func (m *Model) editor() tea.Cmd { return m.outside("EDITOR", []string{"VISUAL"}, editors) }

// outside gives all that the screen has to another program: to a pager on its
// input, as every program does, to an editor in a file that is gone afterwards.
func (m *Model) outside(variable string, first []string, others [][]string) tea.Cmd {
	if m.aloud != nil {
		m.printAloud()
		return nil
	}
	if m.opt.Machine == nil {
		m.say(model.Warning, noMachine)
		return nil
	}
	text, ext, ok := m.printed()
	if !ok {
		m.say(model.Warning, "there is nothing here to show in another program")
		return nil
	}
	machine, route := m.opt.Machine, m.top().route
	name := report.FileName(route.Kind, route.Name(), m.wall, ext)
	return func() tea.Msg {
		program, err := machine.program(append(first, variable), others)
		if err != nil {
			return broughtMsg{err: err}
		}
		if variable == "PAGER" {
			return broughtMsg{program: program, input: text}
		}
		path, remove, err := machine.Temp(name, text)
		return broughtMsg{program: append(program, path), remove: remove, err: err}
	}
}

// printAloud says all that the screen has.
func (m *Model) printAloud() {
	says, _, ok := m.printed()
	if !ok {
		m.say(model.Warning, "there is nothing here to show")
		return
	}
	m.aloud(text.ASCII(says))
}

// program is the first of those that the environment names, or else of others,
// with its arguments. One that is named and not there is an error.
func (o *Machine) program(variables []string, others [][]string) ([]string, error) {
	for _, v := range variables {
		words := strings.Fields(o.Getenv(v))
		if len(words) == 0 {
			continue
		}
		if _, err := o.Look(words[0]); err != nil {
			return nil, fmt.Errorf("$%s is %s, which is not there: %w", v, words[0], err)
		}
		if words[0] == "less" && len(words) == 1 && o.Getenv("LESS") == "" {
			words = append(words, "-R")
		}
		return words, nil
	}
	var names []string
	for _, words := range others {
		if _, err := o.Look(words[0]); err == nil {
			return append([]string(nil), words...), nil
		}
		names = append(names, words[0])
	}
	return nil, fmt.Errorf("$%s is not set, and there is no %s", variables[len(variables)-1], strings.Join(names, " and no "))
}

// brought gives the terminal to the other program.
func (m *Model) brought(msg broughtMsg) tea.Cmd {
	if msg.err != nil {
		m.say(model.Broken, "could not show it: "+msg.err.Error())
		return nil
	}
	cmd := exec.CommandContext(context.WithoutCancel(m.ctx), msg.program[0], msg.program[1:]...) //nolint:gosec // what the person's environment names
	if msg.input != "" {
		cmd.Stdin = strings.NewReader(msg.input)
	}
	says := func(err error) string {
		if err != nil {
			return msg.program[0] + ": " + err.Error() + ". Enter goes back to ecsdeck."
		}
		return msg.program[0] + " ended at once. Enter goes back to ecsdeck."
	}
	return display.ExecSeen(cmd, says, func(err error) tea.Msg {
		if msg.remove != nil {
			msg.remove()
		}
		return outsideMsg{msg.program[0], err}
	})
}

func (m *Model) cameBack(msg outsideMsg) tea.Cmd {
	if msg.err != nil {
		m.say(model.Warning, msg.program+": "+msg.err.Error())
	}
	return tea.ClearScreen
}
