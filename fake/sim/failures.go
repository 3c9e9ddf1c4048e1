package sim

import "github.com/ecsdeck/ecsdeck/model"

// startFailure is how starting a container ends that docker refuses to start:
// its exit code and its reason (developer guide, stopped-task-error-codes, 126
// and 127).
func startFailure(t *Task, i int, r StartResult) (code int, reason string) {
	words := t.commandOf(i)
	program := "/entrypoint.sh"
	if len(words) > 0 {
		program = words[0]
	}
	text := "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"" + program + "\": "
	head := "CannotStartContainerError: Error response from daemon: "
	if t.Launch == model.LaunchFargate {
		head = "CannotStartContainerError: ResourceInitializationError: "
	}
	switch r {
	case StartNotFound:
		return 127, head + text + "executable file not found in $PATH: unknown"
	case StartNotExecutable:
		return 126, head + text + "permission denied: unknown"
	case StartOK, StartTimeout:
	}
	return 0, ""
}
