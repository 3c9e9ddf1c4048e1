package wire

import (
	"cmp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Quotas of an awsvpcConfiguration (SDK ecs, AwsVpcConfiguration).
const (
	subnetsAtMost        = 16
	securityGroupsAtMost = 5
)

// interfaceOf is the network configuration that tasks of d need, or must not
// have, as ECS sees it; empty for tasks without an interface of their own.
func interfaceOf(d *sim.TaskDef, n *types.NetworkConfiguration) (types.AwsVpcConfiguration, error) {
	awsvpc := d.NetworkMode == string(types.NetworkModeAwsvpc)
	switch {
	case awsvpc && (n == nil || n.AwsvpcConfiguration == nil):
		return types.AwsVpcConfiguration{}, invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
	case !awsvpc && n != nil && n.AwsvpcConfiguration != nil:
		return types.AwsVpcConfiguration{}, invalid("Network Configuration is not valid for the given networkMode of this task definition.")
	case !awsvpc:
		return types.AwsVpcConfiguration{}, nil
	case len(n.AwsvpcConfiguration.Subnets) == 0:
		return types.AwsVpcConfiguration{}, invalid("subnets can not be empty.")
	}
	return *n.AwsvpcConfiguration, checkInterface(n.AwsvpcConfiguration)
}

// checkInterface holds a network configuration to what can be one. The world
// has subnets and security groups of any name, as long as it is one of theirs.
func checkInterface(vpc *types.AwsVpcConfiguration) error {
	return cmp.Or(
		valued("assignPublicIp", vpc.AssignPublicIp), batch("subnets", vpc.Subnets, subnetsAtMost), batch("securityGroups", vpc.SecurityGroups, securityGroupsAtMost),
		prefixed("subnet", "subnet-", vpc.Subnets), prefixed("security group", "sg-", vpc.SecurityGroups),
	)
}

func prefixed(what, prefix string, ids []string) error {
	for _, id := range ids {
		if rest, ok := strings.CutPrefix(id, prefix); !ok || rest == "" {
			return invalid("The %s ID '%s' is not valid: it must begin with %s.", what, id, prefix)
		}
	}
	return nil
}

// checkEC2 refuses what belongs to Fargate of tasks that run on EC2 instances.
func checkEC2(launch types.LaunchType, version *string, n *types.NetworkConfiguration) error {
	switch {
	case launch != types.LaunchTypeEc2:
		return nil
	case aws.ToString(version) != "":
		return invalid("The platform version must be null when specifying an EC2 launch type.")
	case n != nil && n.AwsvpcConfiguration != nil && n.AwsvpcConfiguration.AssignPublicIp == types.AssignPublicIpEnabled:
		return invalid("Assign public IP is not supported for this launch type.")
	}
	return nil
}

// platform takes the one version of Fargate that there is.
func platform(version *string) error {
	if v := aws.ToString(version); v != "" && v != platformAsked && v != platformCurrent {
		return invalid("The platform version %s is unknown. Specify a valid platform version and try again.", v)
	}
	return nil
}
