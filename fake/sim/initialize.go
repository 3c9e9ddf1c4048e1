package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// trouble is why a task cannot start, with AWS's text (developer guide,
// stopped-task-error-codes).
type trouble struct {
	container string // whose reason it is; "" is the task's own
	reason    string
	after     time.Duration // what the attempts take
}

// Delays of starts that fail. A refusal comes at once and is retried a few
// times; a connection that is not answered takes its timeouts (ecs-facts 2.3:
// a missing image on Fargate took two and a half minutes from the start).
const (
	refusedAfter     = 15 * time.Second
	unreachableAfter = 125 * time.Second
	failedPull       = 125 * time.Second
	failedPullEC2    = 20 * time.Second
	interfaceRefused = 6 * time.Second // EC2 refuses the interface
	provisionTimeout = 3 * time.Minute // for an interface, or storage, that does not come
)

// provisionTrouble is what goes wrong before the agent can act.
func (v View) provisionTrouble(t *Task) (x trouble, found bool) {
	f := v.w.state.facts
	free, counted := f.subnets[t.Zone]
	switch awsvpc := t.Def.NetworkMode == "awsvpc"; {
	case awsvpc && counted && free <= 0:
		subnet := t.Subnet
		if subnet == "" {
			subnet = v.w.subnetID(t.Cluster, t.Zone)
		}
		return trouble{"", "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet '" + subnet + "'", interfaceRefused}, true
	case awsvpc && f.stuck[ProvisionInterface]:
		return trouble{"", "Timeout waiting for network interface provisioning to complete.", provisionTimeout}, true
	case t.Launch == model.LaunchFargate && f.stuck[ProvisionStorage]:
		return trouble{"", "Timeout waiting for EphemeralStorage provisioning to complete.", provisionTimeout}, true
	}
	return trouble{}, false
}

// takeAddress counts a task's address in a subnet that is running out of them.
func (w *World) takeAddress(t *Task) {
	if n, counted := w.state.facts.subnets[t.Zone]; counted && t.Def.NetworkMode == "awsvpc" {
		w.state.facts.subnets[t.Zone] = n - 1
		t.addressed = true
	}
}

// returnAddress gives a stopped task's address back.
func (w *World) returnAddress(t *Task) {
	delete(w.state.addresses, t.IP)
	if n, counted := w.state.facts.subnets[t.Zone]; counted && t.addressed {
		w.state.facts.subnets[t.Zone] = n + 1
	}
	t.addressed = false
}

// initTrouble is what goes wrong before the images are pulled: the role, the
// registry's password, the secrets, the environment files, the log driver. On
// Fargate all of it is a ResourceInitializationError of the task.
func (v View) initTrouble(t *Task) (x trouble, found bool) {
	role := t.Overrides.executionRole(t.Def)
	if text := v.Unassumable(t.Def, t.Overrides); text != "" {
		return trouble{"", text, refusedAfter}, true
	}
	fargate := t.Launch == model.LaunchFargate
	for i, d := range t.Def.Containers {
		if text, after := v.registryAuth(t, role, t.Containers[i].Image); fargate && text != "" {
			return trouble{"", "ResourceInitializationError: unable to pull secrets or registry auth: " + text, after}, true
		}
		for _, s := range d.Secrets {
			if text, after := v.secretTrouble(t, role, s.From); text != "" {
				return trouble{"", text, after}, true
			}
		}
		for _, f := range d.EnvironmentFiles {
			if text, after := v.objectTrouble(t, role, f); text != "" {
				return trouble{"", "ResourceInitializationError: failed to download env files: The task can't download the environment variable files from Amazon S3. " + text, after}, true
			}
		}
		if d.Log.Driver == "awslogs" && fargate && !v.reaches(t.Zone, RouteLogs) {
			return trouble{"", "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed", unreachableAfter}, true
		}
		if text := v.streamDenied(t, d); fargate && text != "" {
			return trouble{"", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: " + text + " : exit status 1", refusedAfter}, true
		}
	}
	return trouble{}, false
}

// streamDenied is why the role of a task may not open a container's log stream.
func (v View) streamDenied(t *Task, d ContainerDef) string {
	role := t.Overrides.executionRole(t.Def)
	if d.Log.Driver != "awslogs" || v.may(role, "logs:CreateLogStream") {
		return ""
	}
	c := v.w.cfg
	return v.denied(t, role, "logs:CreateLogStream", "arn:"+c.Partition+":logs:"+c.Region+":"+c.Account+":log-group:"+d.Log.Options["awslogs-group"])
}

// dockerLog is why docker cannot start a container on an instance: its log
// driver; "" when nothing is in the way.
func (w *World) dockerLog(t *Task, i int) string {
	const head = "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: "
	d := t.Def.Containers[i]
	if t.Launch == model.LaunchFargate || d.Log.Driver != "awslogs" {
		return ""
	}
	if text := w.View().streamDenied(t, d); text != "" {
		return head + text
	}
	if !w.View().reaches(t.Zone, RouteLogs) {
		return head + "RequestError: send request failed caused by: Post \"https://logs." + w.cfg.Region + ".amazonaws.com/\": dial tcp 10.0.0.2:443: i/o timeout"
	}
	if group := w.missingGroup(d); group != "" {
		return logFailure(t, d.Name, group)
	}
	return ""
}

// denied is the text of a refusal by IAM for the role of a task.
func (v View) denied(t *Task, role, action, resource string) string {
	c := v.w.cfg
	return fmt.Sprintf("AccessDeniedException: User: arn:%s:sts::%s:assumed-role/%s/%s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action",
		c.Partition, c.Account, roleName(role), t.ID, action, resource, action)
}

// noConnection is the end of a text about a service that a task cannot reach.
func (v View) noConnection(name, host string) string {
	return "There is a connection issue between the task and " + name + ". Check your task network configuration. RequestError: send request failed caused by: Post \"https://" +
		host + "." + v.w.cfg.Region + ".amazonaws.com\": dial tcp 10.0.0.2:443: i/o timeout"
}

// isECR tells an image of Amazon's private registry.
func isECR(image string) bool {
	host := registry(image)
	return strings.Contains(host, ".dkr.ecr.") && strings.Contains(host, ".amazonaws.com")
}

// registryAuth is why Fargate gets no password for Amazon ECR.
func (v View) registryAuth(t *Task, role, image string) (string, time.Duration) {
	switch {
	case !isECR(image):
	case !v.reaches(t.Zone, RouteRegistry) || v.Behaviour(image).Pull == PullUnreachable:
		return "The task cannot pull registry auth from Amazon ECR: " + v.noConnection("Amazon ECR", "api.ecr"), unreachableAfter
	case !v.may(role, "ecr:GetAuthorizationToken"):
		return "execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): " +
			v.denied(t, role, "ecr:GetAuthorizationToken", "*"), refusedAfter
	}
	return "", 0
}

// secretTrouble is why a secret or a parameter cannot be read.
func (v View) secretTrouble(t *Task, role, from string) (string, time.Duration) {
	const head = "ResourceInitializationError: unable to pull secrets or registry auth: "
	manager := strings.Contains(from, ":secretsmanager:")
	action := "ssm:GetParameters"
	if manager {
		action = "secretsmanager:GetSecretValue"
	}
	region := v.w.cfg.Region
	switch reached := v.reaches(t.Zone, RouteSecrets); {
	case !reached && manager:
		return head + "The task cannot pull secrets from AWS Secrets Manager: " + v.noConnection("AWS Secrets Manager", "secretsmanager"), unreachableAfter
	case !reached:
		return head + "unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. " + v.noConnection("AWS Systems Manager Parameter Store", "ssm"), unreachableAfter
	case !v.may(role, action) && manager:
		return head + "execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret " + from + " from secrets manager: " +
			v.denied(t, role, action, from), refusedAfter
	case !v.may(role, action):
		return head + "execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): " + v.denied(t, role, action, from), refusedAfter
	case !v.exists(from) && manager:
		return "ResourceNotFoundException: The task can't retrieve the secret with ARN '" + from + "' from AWS Secrets Manager. Check whether the secret exists in the specified Region. " +
			"ResourceNotFoundException: Fetching secret data from AWS Secrets Manager in region " + region + ": secret " + from + ": ResourceNotFoundException: Secrets Manager can't find the specified secret.", refusedAfter
	case !v.exists(from):
		return head + "execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: " + from, refusedAfter
	}
	return "", 0
}

// objectTrouble is why an environment file cannot be read.
func (v View) objectTrouble(t *Task, role, arn string) (string, time.Duration) {
	_, path, _ := strings.Cut(arn, ":::")
	const head = "file download command: non empty error stream: service call has been retried "
	switch {
	case !v.reaches(t.Zone, RouteObjects):
		return "There is a connection issue between the task and Amazon S3. Check your task network configuration. " + head + "5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded", unreachableAfter
	case !v.may(role, "s3:GetObject"):
		return head + "1 time(s): failed to download " + path + ": AccessDenied: Access Denied status code: 403", refusedAfter
	case !v.exists(arn):
		return head + "1 time(s): failed to download " + path + ": NoSuchKey: The specified key does not exist. status code: 404", refusedAfter
	}
	return "", 0
}
