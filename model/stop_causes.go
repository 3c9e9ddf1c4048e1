package model

// cause is what some words of AWS mean. All of words must be in the text, in
// lower case.
type cause struct {
	words     []string
	means, do string
}

const (
	spotAdvice    = "Keep a base of tasks on demand in the capacity provider strategy, and end within two minutes of SIGTERM."
	hostAdvice    = "Drain instances before they go: managed draining of the capacity provider does."
	routeAdvice   = "Give it a way out: a public IP in a public subnet, a NAT gateway, or VPC endpoints for ECR (api, dkr), S3 and logs; the security group must let 443 out."
	secretAdvice  = "The execution role needs secretsmanager:GetSecretValue or ssm:GetParameters, kms:Decrypt for a key of your own, and a route there."
	roomAdvice    = "Add instances, or ask for less in the task definition."
	subnetAdvice  = "Use larger subnets or more of them, and look for interfaces that nothing uses."
	healthAdvice  = "Its log around that time says why; a start period or grace period gives a slow start time."
	registryRight = "The execution role needs AmazonECSTaskExecutionRolePolicy, or the registry needs repositoryCredentials; check the name as well."
)

// causes are tried in order: the particular before the general (AWS ECS developer
// guide, "Stopped tasks error messages" and "Amazon ECS stopped task error codes").
var causes = []cause{
	// Memory and the container runtime.
	{[]string{"outofmemoryerror"}, "it used more memory than its limit and was killed", "Raise the memory of the container or the task, or find what grows."},
	{[]string{"dockertimeouterror"}, "the container did not start in time: the host is slow or its disk is", "Look at the load of the instance, and at its disk."},
	{[]string{"containerruntimetimeouterror"}, "the container runtime did not answer in time", "Look at the load of the instance, and at its disk."},
	{[]string{"cannotcreatecontainererror", "thin pool"}, "the disk for images of the instance is full", "Clean up images, or use an AMI with overlay2 and a larger volume."},
	{[]string{"no space left on device"}, "the disk is full", "Clean up images, or give it a larger volume or ephemeralStorage."},
	{[]string{"exec format error"}, "the image is built for another CPU architecture", "Build it for this one, or set runtimePlatform."},

	// Pulling images.
	{[]string{"cannotpull", "toomanyrequests"}, "Docker Hub refuses more pulls for now", "Sign in to Docker Hub, or mirror the image in ECR (pull-through cache)."},
	{[]string{"cannotpull", "pull rate limit"}, "Docker Hub refuses more pulls for now", "Sign in to Docker Hub, or mirror the image in ECR (pull-through cache)."},
	{[]string{"cannotpull", "check whether the image exists"}, "there is no such image or tag", "Push the tag, or correct the name in the task definition."},
	{[]string{"cannotpull", "repository", "not found"}, "there is no such repository", "Correct the name in the task definition, or create the repository and push."},
	{[]string{"cannotpull", "manifest unknown"}, "there is no such tag", "Push the tag, or correct it in the task definition."},
	{[]string{"cannotpull", "may require authorization"}, "there is no such image, or it is private and nobody signed in", registryRight},
	{[]string{"cannotpull", "check that the role has the permissions"}, "it may not pull the image, or there is none of that name", registryRight},
	{[]string{"cannotpull", "pull access denied"}, "it may not pull the image, or there is none of that name", registryRight},
	{[]string{"cannotpull", "check your network configuration"}, "it cannot reach the registry", routeAdvice},
	{[]string{"cannotpull", "connection issue"}, "it cannot reach the registry", routeAdvice},
	{[]string{"cannotpull", "i/o timeout"}, "it cannot reach the registry", routeAdvice},
	{[]string{"cannotpull", "canceled while waiting for connection"}, "it cannot reach the registry", routeAdvice},
	{[]string{"cannotpull", "client.timeout"}, "it cannot reach the registry", routeAdvice},
	{[]string{"cannotpull", "unexpected status code"}, "the registry was reached, and where it keeps the layers refused", "Look at the policy of the S3 endpoint: layers of ECR come from S3."},
	{[]string{"cannotpull", "failed to copy"}, "the image was found and could not be copied", "Look at the route to S3, where layers of ECR come from."},
	{[]string{"cannotpull", "failed to resolve ref"}, "there is no such image or tag, or the registry cannot be reached", "Check the name and tag first, then the route to the registry."},
	{[]string{"cannotpullcontainerauth"}, "signing in to the registry failed", registryRight},
	{[]string{"cannotpullecr"}, "the image could not be pulled from ECR", registryRight},
	{[]string{"cannotpullimagemanifest"}, "the image's manifest could not be read", "Check the name and tag, then the route to the registry."},
	{[]string{"cannotpull"}, "the image could not be pulled", "Check name and tag, the permissions of the execution role, and the route to the registry."},
	{[]string{"stopped before image pull could begin"}, "it was stopped before its image was pulled", ""},
	{[]string{"taskstoppedbeforepullbegin"}, "it was stopped before its image was pulled", ""},

	// What must be there before a container starts.
	{[]string{"can't retrieve the secret"}, "a secret that it needs does not exist in this region", "Correct the ARN in the task definition, or create the secret."},
	{[]string{"retrieve secrets from ssm"}, "it could not read its parameters from Systems Manager", secretAdvice},
	{[]string{"cannot pull registry auth"}, "it cannot reach ECR to sign in", routeAdvice},
	{[]string{"unable to pull secrets or registry auth", "check your task network configuration"}, "it cannot reach ECR, Secrets Manager or Systems Manager", routeAdvice},
	{[]string{"unable to pull secrets or registry auth"}, "it could not read its secrets or sign in to the registry", secretAdvice},
	{[]string{"failed to download env files"}, "it could not read its environment files from S3", "Check the ARN, s3:GetObject of the execution role, and the route to S3."},
	{[]string{"failed to validate logger args"}, "its log group does not exist, or CloudWatch Logs cannot be reached", "Create the group, or set awslogs-create-group with logs:CreateLogGroup; check the route to CloudWatch Logs."},
	{[]string{"efs "}, "a file system of Amazon EFS could not be mounted", "Check its mount targets in this zone, port 2049 in the security groups, and its policy."},
	{[]string{"resourceinitializationerror"}, "something that it needs before it starts could not be had", "Check the execution role and the route to what the text names."},
	{[]string{"resourcenotfoundexception"}, "something that it names does not exist", "Correct it in the task definition."},
	{[]string{"cannotcreatevolumeerror"}, "a volume could not be made", "Check the volumes of the task definition, and the disk of the instance."},
	{[]string{"cannotstartmanagedagenterror"}, "the agent of ECS Exec could not start", "Check the task role (ssmmessages) and that the root file system is writable."},
	{[]string{"containernetworkingerror"}, "the network of the container could not be set up", "Look at the interfaces of the instance, and at the subnet's free addresses."},
	{[]string{"taskdependencyerror"}, "a container that it depends on did not come as far as it must", "Look at that container's exit code and log, and at dependsOn and startTimeout."},
	{[]string{"cannotcreatecontainererror"}, "the container could not be created", "Check its options in the task definition: mounts, ports, devices."},
	{[]string{"cannotstartcontainererror"}, "the container could not be started", "Check its command, and that the image is for this CPU architecture."},
	{[]string{"cannotstopcontainererror"}, "the container could not be stopped", "Look at the container runtime of the instance."},
	{[]string{"cannotinspectcontainererror"}, "the container runtime did not tell how the container is", "Look at the container runtime of the instance."},
	{[]string{"containerruntimeerror"}, "the container runtime failed", "Look at the container runtime of the instance."},

	// Network interfaces.
	{[]string{"network interface provisioning to complete"}, "it got no network interface in time", subnetAdvice},
	{[]string{"ephemeralstorage provisioning"}, "its disk on Fargate was not ready in time", "ECS tries again; if it goes on, another zone may help."},
	{[]string{"create network interface"}, "EC2 refused it a network interface: mostly the subnet has no free addresses", subnetAdvice},
	{[]string{"unused device index"}, "the instance has no room for another network interface", "Use a larger instance type, or turn on trunking (awsvpcTrunking)."},

	// Placement.
	{[]string{"resource:cpu"}, "no instance has that much CPU free", roomAdvice},
	{[]string{"resource:memory"}, "no instance has that much memory free", roomAdvice},
	{[]string{"resource:"}, "no instance has the room that it asks for", roomAdvice},
	{[]string{"memberof placement constraint"}, "no instance satisfies its placement constraints", "Compare the constraints with the attributes of the instances."},
	{[]string{"no active instances"}, "the cluster has no active instance", "Register instances, or look at the Auto Scaling group."},
	{[]string{"empty capacity provider"}, "the capacity provider has no instance", "Look at the Auto Scaling group, and at its scaling activities."},
	{[]string{"not compatible with the selected compute strategy"}, "its definition does not allow where it was to run", "Compare requiresCompatibilities with launch type and capacity provider."},
	{[]string{"container instance is in draining state"}, "its instance is being drained", "It is replaced elsewhere by itself."},

	// Who stopped it.
	{[]string{"scaling activity initiated by"}, "the service has no more use for it: it was replaced by a deployment or scaled in", ""},
	{[]string{"failed elb health checks"}, "the load balancer found it unhealthy, so the service replaced it", "Try the health check's path and port from inside the network. " + healthAdvice},
	{[]string{"failed container health checks"}, "its own health check failed, so the service replaced it", "Try the command of the check in the container: the tool it calls must be in the image. " + healthAdvice},
	{[]string{"performing maintenance on the underlying infrastructure"}, "AWS retired the host below it and moved it", "Nothing: the service starts another. AWS Health tells of such days in advance."},
	{[]string{"spot task was interrupted"}, "AWS took the Spot capacity back, with two minutes' notice", spotAdvice},
	{[]string{"spotinterruption"}, "AWS took the Spot capacity back, with two minutes' notice", spotAdvice},
	{[]string{"host ec2", "terminated"}, "the instance below it was terminated", hostAdvice},
	{[]string{"host ec2", "stopped"}, "the instance below it was stopped", hostAdvice},
	{[]string{"deregistration forced by user"}, "somebody took its instance out of the cluster by force", "Drain instances first."},
	{[]string{"task stopped by user"}, "somebody stopped it", ""},
	{[]string{"internalerror"}, "something failed inside AWS", "ECS tries again; if it goes on, AWS Health or support can tell."},
}

// bare are texts that are all of a reason: as part of another they mean nothing.
var bare = map[string]cause{
	"agent":     {means: "the agent of the instance is not connected", do: "Restart the ECS agent, check its route and role, or replace the instance."},
	"attribute": {means: "no instance has an attribute that it requires", do: "Compare what the definition requires with the attributes of the instances."},
	"location":  {means: "the instance is in another zone than the subnet", do: "Use subnets in the zones of the instances."},
}
