package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/clipboard"
)

// Machine is what the dashboard may use of the machine that it runs on. All but
// Getenv is called by commands only: it waits for programs and files.
type Machine struct {
	OS     string // runtime.GOOS
	Getenv func(string) string
	// Look finds a program, as exec.LookPath does.
	Look func(program string) (path string, err error)
	// Run runs a program to its end, with text on its input.
	Run func(ctx context.Context, text string, program ...string) error
	// Save writes a file that is not there yet, for its owner alone, and tells its
	// full path.
	Save func(name, text string) (path string, err error)
	// Temp writes a file of a name for a program to read, and tells where and how
	// to do away with it.
	Temp func(name, text string) (path string, remove func(), err error)
}

// Here is this machine.
func Here() *Machine {
	return &Machine{OS: runtime.GOOS, Getenv: os.Getenv, Look: exec.LookPath, Run: runProgram, Save: saveFile, Temp: tempFile}
}

// Programs that take text or an address answer at once or are stuck.
const (
	programPatience = 5 * time.Second
	// afterwards is how long what a program leaves behind may hold its output: one
	// that serves the clipboard stays, and has it.
	afterwards = 300 * time.Millisecond
)

func runProgram(ctx context.Context, text string, program ...string) error {
	ctx, cancel := context.WithTimeout(ctx, programPatience)
	defer cancel()
	var said strings.Builder
	cmd := exec.CommandContext(ctx, program[0], program[1:]...) //nolint:gosec // a program of the tables here
	cmd.Stdin, cmd.Stderr, cmd.WaitDelay = strings.NewReader(text), &said, afterwards
	err := cmd.Run()
	switch {
	case err == nil || errors.Is(err, exec.ErrWaitDelay):
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s did not end within %v", program[0], programPatience)
	case strings.TrimSpace(said.String()) != "":
		return fmt.Errorf("%s: %s", program[0], strings.TrimSpace(said.String()))
	}
	return fmt.Errorf("%s: %w", program[0], err)
}

// expanded is the name of a file as a shell has it: ~ is the person's home.
func (o *Machine) expanded(name string) string {
	rest, mine := strings.CutPrefix(name, "~")
	if !mine || rest != "" && !os.IsPathSeparator(rest[0]) {
		return name
	}
	home := o.Getenv("HOME")
	if home == "" && o.OS == "windows" {
		home = o.Getenv("USERPROFILE")
	}
	if home == "" {
		return name
	}
	return filepath.Join(home, rest)
}

// private lets the owner of a file read and write it, and nobody else.
const private = 0o600

func saveFile(name, text string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, private)
	if err != nil {
		return "", err
	}
	if _, err = f.WriteString(text); err != nil {
		_ = f.Close()
		return "", err
	}
	return path, f.Close()
}

func tempFile(name, text string) (string, func(), error) {
	dir, err := os.MkdirTemp("", "ecsdeck-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), private); err != nil {
		remove()
		return "", nil, err
	}
	return path, remove, nil
}

// place is the machine as clipboards know it.
func (o *Machine) place() clipboard.Place {
	return clipboard.Place{OS: o.OS, Getenv: o.Getenv, Has: func(program string) bool {
		_, err := o.Look(program)
		return err == nil
	}}
}

// noMachine is why nothing of the machine can be used.
const noMachine = "this session may not use the machine that it runs on"
