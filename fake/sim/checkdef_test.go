package sim

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestDefinitionsThatAWSRefuses(t *testing.T) {
	b := newBox(t)
	const odd = "Invalid setting for container 'app'. "
	for text, change := range map[string]func(d *TaskDef, c *ContainerDef){
		odd + "'memory' must be at least 6 MiB.":                                                                                           func(_ *TaskDef, c *ContainerDef) { c.Memory = 5 },
		odd + "'memoryReservation' must be at least 6 MiB.":                                                                                func(_ *TaskDef, c *ContainerDef) { c.SoftLimit = 3 },
		odd + "'memory' must be greater than 'memoryReservation'.":                                                                         func(_ *TaskDef, c *ContainerDef) { c.Memory, c.SoftLimit = 100, 200 },
		odd + "healthCheck.interval must be between 5 and 300 seconds.":                                                                    func(_ *TaskDef, c *ContainerDef) { c.HealthCheck.Interval = 2 * time.Second },
		odd + "healthCheck.timeout must be between 2 and 60 seconds.":                                                                      func(_ *TaskDef, c *ContainerDef) { c.HealthCheck.Timeout = 61 * time.Second },
		odd + "healthCheck.startPeriod must be between 0 and 300 seconds.":                                                                 func(_ *TaskDef, c *ContainerDef) { c.HealthCheck.StartPeriod = 301 * time.Second },
		odd + "healthCheck.retries must be between 1 and 10.":                                                                              func(_ *TaskDef, c *ContainerDef) { c.HealthCheck.Retries = 11 },
		odd + "The command of a health check must start with CMD or CMD-SHELL.":                                                            func(_ *TaskDef, c *ContainerDef) { c.HealthCheck.Command = []string{"curl"} },
		odd + "'stopTimeout' must be between 2 and 120 seconds.":                                                                           func(_ *TaskDef, c *ContainerDef) { c.StopTimeout = 121 * time.Second },
		odd + "'startTimeout' must be between 2 and 120 seconds.":                                                                          func(_ *TaskDef, c *ContainerDef) { c.StartTimeout = time.Second },
		odd + "restartPolicy.restartAttemptPeriod must be between 60 and 1800 seconds.":                                                    func(_ *TaskDef, c *ContainerDef) { c.Restart.AttemptPeriod = 59 * time.Second },
		odd + "restartPolicy.ignoredExitCodes cannot have more than 50 elements.":                                                          func(_ *TaskDef, c *ContainerDef) { c.Restart.IgnoredExitCodes = make([]int, 51) },
		odd + "The environment file 'arn:aws:s3:::b/x' must have a .env file extension.":                                                   func(_ *TaskDef, c *ContainerDef) { c.EnvironmentFiles = []string{"arn:aws:s3:::b/x"} },
		odd + "The container port 0 is not between 1 and 65535.":                                                                           func(_ *TaskDef, c *ContainerDef) { c.Ports[0].ContainerPort = 0 },
		odd + "The host port 8080 is used by more than one port mapping.":                                                                  func(_ *TaskDef, c *ContainerDef) { c.Ports = append(c.Ports, c.Ports[0]) },
		"When networkMode=awsvpc, the host ports and container ports in port mappings must match.":                                         func(_ *TaskDef, c *ContainerDef) { c.Ports[0].HostPort = 9090 },
		"Container.name \"a b\" is not valid: up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.": func(_ *TaskDef, c *ContainerDef) { c.Name = "a b" },
		odd + "The log option mode is 'async': valid values are blocking and non-blocking.": func(_ *TaskDef, c *ContainerDef) {
			c.Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"mode": "async"}}
		},
		"Fargate only supports log drivers awslogs, splunk and awsfirelens.": func(_ *TaskDef, c *ContainerDef) { c.Log.Driver = "json-file" },
		"Log driver awslogs requires options: awslogs-group, awslogs-stream-prefix": func(_ *TaskDef, c *ContainerDef) {
			c.Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-region": "eu-west-1"}}
		},
		"Fargate requires task definition to have execution role ARN to support ECR images.":                                                         func(_ *TaskDef, c *ContainerDef) { c.Image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1" },
		"Fargate requires task definition to have execution role ARN to support secrets.":                                                            func(_ *TaskDef, c *ContainerDef) { c.Secrets = []model.Secret{{Name: "A", From: "arn"}} },
		"Invalid ephemeralStorage setting: sizeInGiB must be between 21 and 200.":                                                                    func(d *TaskDef, _ *ContainerDef) { d.Storage = 20 },
		"Invalid network mode 'wifi'. Valid values are awsvpc, bridge, host and none.":                                                               func(d *TaskDef, _ *ContainerDef) { d.NetworkMode = "wifi" },
		"The total amount of CPU reserved for all containers within a task must be lower than the task-level cpu value: 300 is more than 256.":       func(_ *TaskDef, c *ContainerDef) { c.CPU = 300 },
		"The total amount of memory reserved for all containers within a task must be lower than the task-level memory value: 600 is more than 512.": func(_ *TaskDef, c *ContainerDef) { c.SoftLimit = 600 },
		"Fargate only supports network mode ‘awsvpc’.":                                                                                               func(d *TaskDef, _ *ContainerDef) { d.NetworkMode = "host" },
	} {
		d := apiDef("api:1")
		change(&d, &d.Containers[0])
		b.refuses(RegisterTaskDef{d}, ErrClient, text)
	}
}
