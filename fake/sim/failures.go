package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

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
	case StartNoPool:
		return 0, "CannotCreateContainerError: API error (500): devmapper: Thin Pool has 2405 free data blocks which is less than minimum required 4454 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior"
	case StartOK, StartTimeout:
	}
	return 0, ""
}

// pullFailure is the text that ECS gives when an image cannot be pulled
// (developer guide, stopped-task-error-codes; the apostrophe is AWS's own). EC2
// tells in docker's words, Fargate in containerd's.
func pullFailure(r PullResult, image string, fargate bool) string {
	const head = "CannotPullContainerError: "
	name := strings.TrimPrefix(repository(image), registry(image)+"/")
	switch {
	case r == PullMissing && fargate:
		return head + "pull image manifest has been retried 5 time(s): failed to resolve ref " + image + ": " + image + ": not found"
	case r == PullMissing:
		return head + "The task can’t pull the image. Check whether the image exists. Error response from daemon: manifest for " + image + " not found: manifest unknown: Requested image not found"
	case r == PullDenied:
		return head + "The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for " +
			repository(image) + ", repository does not exist or may require 'docker login': denied: User is not authorized to perform: ecr:BatchGetImage"
	case r == pullNoRepository && isECR(image):
		return head + "API error (404): repository " + name + " not found"
	case r == pullNoRepository && fargate:
		return head + "inspect image has been retried 1 time(s): failed to resolve ref \"" + hubName(image) + "\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
	case r == pullNoRepository:
		return head + "The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for " + repository(image) + ", repository does not exist or may require 'docker login': denied: requested access to the resource is denied"
	case r == PullLimited:
		return head + "inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/" + name + "/manifests/" + tag(image) +
			": 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit"
	case r == PullDiskFull:
		return head + "write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device"
	case fargate:
		return head + "The task cannot pull " + image + " from the registry " + registry(image) +
			". There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: Get https://" +
			registry(image) + "/v2/: dial tcp 10.0.0.2:443 i/o timeout"
	case isECR(image):
		return head + "API error (500): Get https://" + registry(image) + "/v2/: net/http: request canceled while waiting for connection"
	}
	return head + "The task can’t pull the image. Check your network configuration. Error response from daemon: Get https://" + registry(image) +
		"/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)"
}

// hubName is an image's full name as containerd resolves it.
func hubName(image string) string {
	full := repository(image) + ":" + tag(image)
	if registry(image) != "docker.io" || strings.HasPrefix(image, "docker.io/") {
		return full
	}
	if !strings.Contains(full, "/") {
		full = "library/" + full
	}
	return "docker.io/" + full
}

// refuseStart is a container that docker does not start. An essential one takes
// the task with it, any other leaves it to run without.
func (w *World) refuseStart(t *Task, i, code int, reason, cause string) {
	w.neverStart(t, i, code, reason, cause)
	if t.Def.Containers[i].Essential {
		w.failTask(t, "Task failed to start", cause)
	}
}

// failContainer ends a container whose dependency can never be met, and with it
// the task (SDK ecs, ContainerDefinition.StartTimeout: "this results in the task
// transitioning to a STOPPED state").
func (w *World) failContainer(t *Task, i, code int, reason, cause string) {
	w.neverStart(t, i, code, reason, cause)
	w.failTask(t, "Task failed to start", cause)
}

// neverStart closes a container that has not started and never will. code 0 is
// none: nothing ever ran.
func (w *World) neverStart(t *Task, i, code int, reason, cause string) {
	c := &t.Containers[i]
	c.Status, c.starting, c.Reason, c.Exited, c.ExitCode = model.TaskStopped, false, reason, code != 0, code
	text := "STOPPED: " + reason
	if code != 0 {
		text = fmt.Sprintf("STOPPED exit %d: %s", code, reason)
	}
	w.noteContainer(t, i, text, cause)
	t.Version++
}

// failTask ends a task that never came to run: what it has started already is
// stopped first.
func (w *World) failTask(t *Task, reason, cause string) {
	t.condemn(model.StopFailedToStart, reason, w.now)
	if t.executing() {
		w.enter(t, model.TaskStopping, cause)
		return
	}
	t.Times.ExecutionStopped = w.now
	w.enter(t, model.TaskDeprovisioning, cause)
}

// condemn says of a task that it is to stop, and why.
func (t *Task) condemn(code model.StopCode, reason string, now time.Time) {
	t.Desired, t.StopCode, t.StoppedReason = model.TaskStopped, code, reason
	t.Times.Stopping, t.HealthySince = now, time.Time{}
}
