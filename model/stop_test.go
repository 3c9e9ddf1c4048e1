package model

import (
	"strings"
	"testing"
)

// TestEveryReasonOfAWSHasPlainWords: the texts that ECS is known to give, and a
// word that the explanation of each must have.
func TestEveryReasonOfAWSHasPlainWords(t *testing.T) {
	for says, want := range map[string]string{
		"Scaling activity initiated by (deployment ecs-svc/8646900195280463695)":                                   "replaced by a deployment or scaled in",
		"Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b)": "load balancer",
		"Task failed container health checks":                                                                      "its own health check",
		"Service api: ECS is performing maintenance on the underlying infrastructure hosting the task":             "retired the host",
		"(service api) was stopped because the container instance is in DRAINING state":                            "drained",
		"Task stopped by user":                                            "somebody",
		"Container instance deregistration forced by user":                "by force",
		"Host EC2 (instance i-0da6526579af3bd1b) terminated.":             "terminated",
		"Host EC2 (instance i-0da6526579af3bd1b) stopped.":                "stopped",
		"Your Spot Task was interrupted.":                                 "Spot",
		"Timeout waiting for network interface provisioning to complete.": "network interface",
		"Timeout waiting for EphemeralStorage provisioning to complete.":  "disk",
		"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1'": "no free addresses",
		"InternalError: boom": "inside AWS",
		"The selected task definition is not compatible with the selected compute strategy": "does not allow where",
		"Unable to attach network interface to unused device index":                         "no room for another",
		"AGENT":                           "not connected",
		"TaskFailedToStart: RESOURCE:CPU": "CPU",
		"RESOURCE:MEMORY":                 "memory",
		"RESOURCE:PORTS":                  "room",
		"MemberOf placement constraint unsatisfied": "constraints",
		"ATTRIBUTE":               "attribute",
		"NO ACTIVE INSTANCES":     "no active instance",
		"EMPTY CAPACITY PROVIDER": "capacity provider has no instance",
		"OutOfMemoryError: Container killed due to memory usage":                                "more memory than its limit",
		"DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s":     "did not start in time",
		"Task stopped before image pull could begin for task: arn:aws:ecs:eu-west-1:1:task/c/0": "before its image",
		"CannotPullContainerAuthError: x":                                                       "registry failed",
		"CannotPullECRContainerError: x":                                                        "ECR",
		"CannotPullImageManifestError: x":                                                       "manifest",
		"CannotStartContainerError: x":                                                          "could not be started",
		"CannotStopContainerError: x":                                                           "could not be stopped",
		"CannotInspectContainerError: x":                                                        "runtime",
		"CannotCreateVolumeError: x":                                                            "volume",
		"CannotStartManagedAgentError: x":                                                       "ECS Exec",
		"ContainerNetworkingError: x":                                                           "network",
		"TaskDependencyError: x":                                                                "depends on",
		"TaskStoppedBeforePullBeginError: x":                                                    "before its image",
		"ContainerRuntimeError: x":                                                              "runtime failed",
		"ContainerRuntimeTimeoutError: x":                                                       "in time",
		"SpotInterruptionError: x":                                                              "Spot",
		"CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for a, repository does not exist or may require 'docker login': denied":                                   "may not pull",
		"CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: manifest for a:1 not found":                                                                                                                                            "no such image",
		"CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get a: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)":                                                     "cannot reach",
		"CannotPullContainerError: The task cannot pull a:1 from the registry a. There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: Get a: dial tcp 1.2.3.4:443 i/o timeout": "cannot reach",
		"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref a:1":                                                                                                                                                                                        "no such image or tag, or",
		`CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref "docker.io/library/ngin:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`:                            "private",
		"CannotPullContainerError: API error (500): Get https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection":                                                                                                                                      "cannot reach",
		"CannotPullContainerError: API error (404): repository api not found":                                                                                           "no such repository",
		"CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob1: no space left on device":                                                                    "disk is full",
		"CannotPullContainerError: x toomanyrequests: Too Many Requests":                                                                                                "Docker Hub",
		"CannotPullContainerError: You have reached your pull rate limit. You may increase the limit":                                                                   "Docker Hub",
		"CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://x: 403 Forbidden": "refused",
		"CannotCreateContainerError: API error (500): devmapper: Thin Pool has 1 free data blocks which is less than minimum required 2 free data blocks.":              "full",
		`ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.us-east-1.amazonaws.com": dial tcp 1.2.3.4:443: i/o timeout`: "cannot reach ECR",
		"ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager.":                                                                                                                                                                                            "Systems Manager",
		"ResourceInitializationError: unable to pull secrets or registry auth: Check your task network configuration. : signal: killed":                                                                                                                                                                                                                                "cannot reach",
		"ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:x' from AWS Secrets Manager. Check whether the secret exists in the specified Region.":                                                                                                                                                                                            "secret",
		"ResourceInitializationError: failed to download env files: The task can't download the environment variable files from Amazon S3.":                                                                                                                                                                                                                            "environment files",
		"ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue: signal: killed":                                                                                                                                                                "log group",
		"ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: mount.nfs4: Connection timed out":                                                                                                                                                                                                                                     "EFS",
	} {
		got, ok := Explain(says)
		if !ok || !strings.Contains(got.Means, want) {
			t.Errorf("%s\n\tmeans %q, want something of %q", says, got.Means, want)
		}
	}
	if got, ok := Explain("nobody has ever said this"); ok {
		t.Errorf("an unknown text means %q", got.Means)
	}
}

// TestStopPrefersWhatSaysMore: the container's reason before the task's, a text
// that is known before one that is not, the exit code where no text says anything.
func TestStopPrefersWhatSaysMore(t *testing.T) {
	died := func(code int, reason string) Task {
		return Task{Status: TaskStopped, StopCode: StopEssentialExited, StoppedReason: "Essential container in task exited", Containers: []Container{{Exited: true, ExitCode: code, Reason: reason}}}
	}
	for _, c := range []struct {
		name        string
		task        Task
		says, means string
	}{
		{"out of memory", died(137, "OutOfMemoryError: Container killed due to memory usage"), "OutOfMemoryError", "more memory"},
		{"exit 1", died(1, ""), "Essential container", "exit 1: the application"},
		{"exit 0", died(0, ""), "Essential container", "exit 0: the program came to its end"},
		{"exit 42", died(42, ""), "Essential container", "exit 42: the application ended with a code of its own"},
		{"never ran", Task{Status: TaskStopped, StopCode: StopFailedToStart, StoppedReason: "Task failed to start", Containers: []Container{{Reason: "CannotPullContainerError: repository api not found"}}}, "CannotPull", "no such repository"},
		{"the task says more", Task{Status: TaskStopped, StopCode: StopFailedToStart, StoppedReason: "ResourceInitializationError: failed to download env files", Containers: []Container{{Reason: "odd"}}}, "ResourceInit", "environment files"},
		{"somebody", Task{Status: TaskStopped, StopCode: StopUser, StoppedReason: "too hot: SpotInterruption"}, "too hot", "somebody stopped it"},
		{"the host", Task{Status: TaskStopped, StopCode: StopInfrastructure}, "", "unhealthy"},
		{"it runs", Task{Status: TaskRunning}, "", ""},
	} {
		got := c.task.Stop()
		if !strings.HasPrefix(got.Says, c.says) || !strings.Contains(got.Means, c.means) || c.means == "" && got != (Stop{}) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
