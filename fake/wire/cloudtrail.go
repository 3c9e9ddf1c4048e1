package wire

import (
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// cloudTrailTarget begins X-Amz-Target.
const cloudTrailTarget = "CloudTrail_20131101"

// cloudTrailOperations are the operations of AWS CloudTrail that are simulated.
var cloudTrailOperations = map[string]operation{
	"LookupEvents": jsonOp(lookupEvents),
}

// trailPage is how many events LookupEvents gives at most (SDK cloudtrail).
const trailPage = 50

// lookupEvents tells of writes to Amazon ECS, newest first: reads are not kept.
func lookupEvents(c call, in *cloudtrail.LookupEventsInput) (*cloudtrail.LookupEventsOutput, error) {
	if err := honours("LookupEvents", in, "LookupAttributes", "StartTime", "EndTime", "MaxResults", "NextToken"); err != nil {
		return nil, err
	}
	if len(in.LookupAttributes) > 1 {
		return nil, refusal("InvalidLookupAttributesException", "You can only specify one lookup attribute.")
	}
	size, err := pageSize("maxResults", in.MaxResults, trailPage, trailPage)
	if err != nil {
		return nil, err
	}
	var rows []sim.Change
	for _, ch := range c.view.Changes() {
		if in.StartTime != nil && ch.At.Before(*in.StartTime) || in.EndTime != nil && ch.At.After(*in.EndTime) {
			continue
		}
		wanted := true
		for _, a := range in.LookupAttributes {
			value := map[types.LookupAttributeKey]string{
				types.LookupAttributeKeyEventId: ch.ID, types.LookupAttributeKeyEventName: ch.Action, types.LookupAttributeKeyEventSource: ecsSource,
				types.LookupAttributeKeyReadOnly: "false", types.LookupAttributeKeyUsername: userOf(ch),
			}[a.AttributeKey]
			wanted = wanted && value == aws.ToString(a.AttributeValue)
		}
		if wanted {
			rows = append(rows, ch)
		}
	}
	rows, next, err := numbered(rows, scopeOf("LookupEvents", in.LookupAttributes, in.StartTime, in.EndTime), in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &cloudtrail.LookupEventsOutput{Events: each(rows, c.projectChange), NextToken: next}, nil
}

const ecsSource = "ecs.amazonaws.com"

func userOf(ch sim.Change) string {
	if ch.Invoked != "" {
		return sim.ScalingUser
	}
	return "simulator"
}

func (c call) projectChange(ch sim.Change) types.Event {
	// A record's members are strings, numbers and maps: they always encode.
	record, _ := json.Marshal(c.trailRecord(ch))
	return types.Event{
		EventId: aws.String(ch.ID), EventName: aws.String(ch.Action), EventSource: aws.String(ecsSource), EventTime: aws.Time(ch.At.Truncate(time.Second)),
		ReadOnly: aws.String("false"), Username: aws.String(userOf(ch)), CloudTrailEvent: aws.String(string(record)), Resources: []types.Resource{},
	}
}

// trailRecord is the event in full (CloudTrail user guide, record contents).
func (c call) trailRecord(ch sim.Change) map[string]any {
	cfg := c.view.Config()
	asked := map[string]any{"cluster": ch.Cluster}
	if ch.Task != "" {
		asked["task"] = ch.Task
	} else {
		asked["service"] = ch.Service
	}
	if ch.Action == "CreateService" {
		delete(asked, "service")
		asked["serviceName"] = ch.Service
	}
	if ch.Desired != nil {
		asked["desiredCount"] = *ch.Desired
	}
	if ch.Definition != "" {
		asked["taskDefinition"] = ch.Definition
	}
	if ch.Force {
		asked["forceNewDeployment"] = true
	}
	who := map[string]any{"type": "IAMUser", "arn": c.caller(), "accountId": cfg.Account, "userName": "simulator"}
	from, agent := "127.0.0.1", "ecsdeck"
	if ch.Invoked != "" {
		who = map[string]any{
			"type": "AssumedRole", "accountId": cfg.Account, "invokedBy": ch.Invoked,
			"arn": c.stsARN("assumed-role/" + sim.ScalingRole + "/" + userOf(ch)),
		}
		from, agent = ch.Invoked, ch.Invoked
	}
	return map[string]any{
		"eventVersion": "1.11", "eventID": ch.ID, "eventTime": ch.At.UTC().Format(time.RFC3339), "eventSource": ecsSource, "eventName": ch.Action,
		"awsRegion": cfg.Region, "sourceIPAddress": from, "userAgent": agent, "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
		"recipientAccountId": cfg.Account, "userIdentity": who, "requestParameters": asked,
	}
}

func (c call) stsARN(resource string) string {
	cfg := c.view.Config()
	return "arn:" + cfg.Partition + ":sts::" + cfg.Account + ":" + resource
}
