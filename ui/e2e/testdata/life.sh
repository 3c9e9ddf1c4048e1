#!/usr/bin/env bash
# The life of a world by the aws CLI, against `ecsdeck sim serve`: a cluster with
# a service behind a load balancer is built, deployed to, scaled, given instances
# of which one is drained, and deleted. After every step the CLI must tell what
# AWS would.
#
# It wants the exports that `sim serve` prints, and takes the CLI from $AWS. It
# does not sleep: time passes when it says so, over /_ecsdeck/. A CLI takes
# longest to start, so what does not depend on each other runs side by side.
set -euo pipefail
: "${AWS_ENDPOINT_URL:?export what ecsdeck sim serve prints}"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# aws asks the CLI. Older ones do not know AWS_ENDPOINT_URL.
aws() { command "${AWS:-aws}" --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@" </dev/null; }

jobs=()
# ask NAME ARGUMENTS... asks the CLI in the background.
ask() {
	local name=$1
	shift
	aws "$@" >"$out/$name" 2>&1 &
	jobs+=("$!:$name:$*")
}

# answered waits for all that was asked.
answered() {
	local job name
	for job in "${jobs[@]}"; do
		name=${job#*:}
		if ! wait "${job%%:*}"; then
			echo "life.sh: aws ${name#*:}: $(cat "$out/${name%%:*}")" >&2
			exit 1
		fi
	done
	jobs=()
}

# is NAME WANT compares an answer, blanks made one.
is() {
	local got
	got=$(tr -s '[:space:]' ' ' <"$out/$1" | sed 's/ $//')
	[ "$got" = "$2" ] || { echo "life.sh: $1 is '$got', want '$2'" >&2; exit 1; }
	echo "ok $1: $got"
}

get() { cat "$out/$1"; }

# control ENDPOINT JSON asks the simulator's own API.
control() {
	curl -sS --fail-with-body "$AWS_ENDPOINT_URL/_ecsdeck/$1" -d "$2" >"$out/control" || { echo "life.sh: $1 $2: $(get control)" >&2; exit 1; }
}

# await JSON lets time pass until a condition holds.
await() { control wait "{\"for\": $1, \"within\": \"1h\"}"; }

definition() {
	cat <<-JSON
	{"family": "life-web", "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
	 "executionRoleArn": "arn:aws:iam::123456789012:role/exec", "volumes": [{"name": "scratch"}],
	 "containerDefinitions": [{"name": "app", "image": "life-web:$1", "portMappings": [{"containerPort": 8080}],
	  "mountPoints": [{"sourceVolume": "scratch", "containerPath": "/tmp"}], "ulimits": [{"name": "nofile", "softLimit": 65536, "hardLimit": 65536}]}]}
	JSON
}

web="services[0].[status,desiredCount,runningCount,length(deployments),deployments[0].rolloutState,deployments[0].taskDefinition]"
def=task-definition/life-web

# Build.
ask cluster ecs create-cluster --cluster-name life --capacity-providers FARGATE FARGATE_SPOT --tags key=team,value=life --query cluster.status
ask revision-1 ecs register-task-definition --cli-input-json "$(definition 1)" --query "taskDefinition.[revision,status,volumes[0].name]"
ask balancer elbv2 create-load-balancer --name life --subnets subnet-a subnet-b subnet-c --query "LoadBalancers[0].LoadBalancerArn"
ask group elbv2 create-target-group --name life --protocol HTTP --port 8080 --target-type ip --vpc-id vpc-1 --health-check-path /health --health-check-interval-seconds 10 --query "TargetGroups[0].TargetGroupArn"
answered
is cluster ACTIVE
is revision-1 "1 ACTIVE scratch"
aws elbv2 create-listener --load-balancer-arn "$(get balancer)" --protocol HTTP --port 80 --default-actions "Type=forward,TargetGroupArn=$(get group)" --query "Listeners[0].Port" >"$out/listener"
is listener 80
aws ecs create-service --cluster life --service-name web --task-definition life-web --desired-count 2 --launch-type FARGATE \
	--network-configuration "awsvpcConfiguration={subnets=[subnet-a,subnet-b],securityGroups=[sg-1]}" \
	--load-balancers "targetGroupArn=$(get group),containerName=app,containerPort=8080" --query "service.[status,pendingCount]" >"$out/service"
is service "ACTIVE 0"
await '{"service": "life/web", "steady": true}'
await '{"targetGroup": "life", "healthy": 2}'

# Look at it, and have it scaled by its load.
ask built ecs describe-services --cluster life --services web --query "$web"
ask targets elbv2 describe-target-health --target-group-arn "$(get group)" --query "TargetHealthDescriptions[].TargetHealth.State"
ask scalable application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/life/web --min-capacity 2 --max-capacity 6
ask revision-2 ecs register-task-definition --cli-input-json "$(definition 2)" --query "taskDefinition.revision"
answered
arn=$(get built | sed 's/.*\(arn:[^[:space:]]*\):task-definition.*/\1/')
is built "ACTIVE 2 2 1 COMPLETED $arn:$def:1"
is targets "healthy healthy"
is revision-2 2
ask policy application-autoscaling put-scaling-policy --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/life/web \
	--policy-name cpu --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration \
	'{"TargetValue": 50, "DisableScaleIn": true, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}' --query "length(Alarms)"

# Deploy.
ask deploy ecs update-service --cluster life --service web --task-definition life-web:2 --query "service.length(deployments)"
answered
is policy 1
is deploy 2
await '{"service": "life/web", "steady": true}'

# Scale, and give the cluster instances.
ask deployed ecs describe-services --cluster life --services web --query "$web"
ask launch autoscaling create-launch-configuration --launch-configuration-name life --image-id ami-1 --instance-type m5.large --user-data "echo ECS_CLUSTER=life >> /etc/ecs/ecs.config"
ask alarms cloudwatch describe-alarms --alarm-name-prefix TargetTracking-service/life/web --query "length(MetricAlarms)"
answered
is deployed "ACTIVE 2 2 1 COMPLETED $arn:$def:2"
is alarms 1
ask scale ecs update-service --cluster life --service web --desired-count 4 --query "service.desiredCount"
ask asg autoscaling create-auto-scaling-group --auto-scaling-group-name life --launch-configuration-name life --min-size 2 --max-size 4 --availability-zones eu-west-1a eu-west-1b
answered
is scale 4
asg=$(aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names life --query "AutoScalingGroups[0].AutoScalingGroupARN")
ask provider ecs create-capacity-provider --name own --auto-scaling-group-provider "autoScalingGroupArn=$asg" --query capacityProvider.status
ask worker-1 ecs register-task-definition --family life-worker --container-definitions '[{"name": "app", "image": "life-worker:1", "cpu": 256, "memory": 256}]' --query "taskDefinition.revision"
answered
is provider ACTIVE
is worker-1 1
aws ecs put-cluster-capacity-providers --cluster life --capacity-providers FARGATE own --default-capacity-provider-strategy capacityProvider=own,weight=1 --query "length(cluster.capacityProviders)" >"$out/providers"
is providers 2
await '{"cluster": "life", "instances": 2}'
ask worker ecs create-service --cluster life --service-name worker --task-definition life-worker --desired-count 4 --query "service.capacityProviderStrategy[0].capacityProvider"
ask instances ecs list-container-instances --cluster life --query "containerInstanceArns[0]"
answered
is worker own
await '{"service": "life/worker", "steady": true}'

# Drain.
aws ecs update-container-instances-state --cluster life --container-instances "$(get instances)" --status DRAINING --query "containerInstances[0].[status,runningTasksCount]" >"$out/draining"
is draining "DRAINING 2"
control step '{"for": "10m"}'
ask drained ecs describe-container-instances --cluster life --container-instances "$(get instances)" --query "containerInstances[0].[status,runningTasksCount]"
ask running ecs describe-services --cluster life --services web worker --query "services[].[serviceName,desiredCount,runningCount]"
answered
is drained "DRAINING 0"
is running "web 4 4 worker 4 4"

# Delete.
ask unscalable application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/life/web
answered # a deleted service is no target any more
ask worker-gone ecs delete-service --cluster life --service worker --force --query service.status
ask web-gone ecs delete-service --cluster life --service web --force --query service.status
answered
is worker-gone DRAINING
is web-gone DRAINING
control step '{"for": "10m"}'
ask left cloudwatch describe-alarms --alarm-name-prefix TargetTracking-service/life/web --query "length(MetricAlarms)"
ask no-providers ecs put-cluster-capacity-providers --cluster life --capacity-providers --default-capacity-provider-strategy --query "length(cluster.capacityProviders)"
ask no-balancer elbv2 delete-load-balancer --load-balancer-arn "$(get balancer)"
for d in life-worker:1 life-web:1 life-web:2; do
	ask "no-${d/:/-}" ecs deregister-task-definition --task-definition "$d" --query taskDefinition.status
done
answered
is left 0
is no-providers 0
is no-life-web-2 INACTIVE
ask no-provider ecs delete-capacity-provider --capacity-provider own --query capacityProvider.status
answered
ask no-group elbv2 delete-target-group --target-group-arn "$(get group)"
ask no-asg autoscaling delete-auto-scaling-group --auto-scaling-group-name life --force-delete
answered
is no-provider INACTIVE
control step '{"for": "10m"}'
ask no-launch autoscaling delete-launch-configuration --launch-configuration-name life
ask no-cluster ecs delete-cluster --cluster life --query cluster.status
ask families ecs list-task-definition-families --family-prefix life --status ACTIVE --query "length(families)"
answered
is no-cluster INACTIVE
is families 0
echo "life.sh: done"
