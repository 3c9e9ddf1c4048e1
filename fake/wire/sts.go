package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// stsActions are the operations of STS that are simulated.
var stsActions = map[string]action{
	"GetCallerIdentity": qop(getCallerIdentity),
}

// simulatedUserID has the form of an IAM user's unique id.
const simulatedUserID = "AIDASIMULATOR00000000"

func getCallerIdentity(c call, _ *sts.GetCallerIdentityInput) (*sts.GetCallerIdentityOutput, error) {
	return &sts.GetCallerIdentityOutput{
		Account: aws.String(c.view.Config().Account), Arn: aws.String(c.caller()), UserId: aws.String(simulatedUserID),
	}, nil
}
