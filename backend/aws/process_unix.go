//go:build unix

package aws

import (
	"os/exec"
	"syscall"
)

// ownGroup makes a command the first of a process group that ends with it: the
// shell's children would outlive the shell.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
