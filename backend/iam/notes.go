package iam

// notes are what a policy cannot say, by the tier from which on it matters.
var notes = []struct {
	tier Tier
	text string
}{
	{Look, "sts:GetCallerIdentity, which tells the account and the caller, needs no permission."},
	{Look, "What is denied is said in its place, and the rest goes on: ecsdeck doctor lists it."},
	{Look, "IAM cannot narrow ecs:ListClusters, ecs:DescribeTaskDefinition, ecs:ListTaskDefinitions and ecs:ListTaskDefinitionFamilies to a cluster. With other clusters denied, start with --cluster."},
	{Diagnose, "Log groups, alarms and images are narrowed to the region and account, not to the cluster: their names say nothing of it. Elastic Load Balancing, Application Auto Scaling, CloudTrail and cloudwatch:GetMetricData cannot be narrowed at all."},
	{Operate, "IAM cannot restrict ecs:UpdateService to the desired count: who may scale a service may also change its task definition and network. ecsdeck itself sends the desired count, or the order to deploy anew, and nothing else; --read-only refuses both."},
	{Operate, "Scaling, redeploying and stopping need no iam:PassRole. --deploy adds it, for ecs-tasks.amazonaws.com only: narrow its Resource to the roles of your tasks."},
	{Exec, "The task role needs ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel, ssmmessages:OpenControlChannel and ssmmessages:OpenDataChannel, and the service or task enableExecuteCommand."},
	{Exec, "The condition keys ecs:container-name and ecs:task allow one container or task only: \"StringEquals\": {\"ecs:container-name\": \"app\"}."},
	{Exec, "ecsdeck opens no shell itself yet: this is what aws ecs execute-command needs."},
}

// Notes are what should be known beside the policy of a tier.
func (t Tier) Notes() []string {
	var out []string
	for _, n := range notes {
		if n.tier <= t {
			out = append(out, n.text)
		}
	}
	return out
}
