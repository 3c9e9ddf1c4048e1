package aws

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	cttypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const lookupEvents = "cloudtrail:LookupEvents"

// changeNames are the writes to services and tasks that a person wonders about.
// Events are looked up by name, not by their source: CloudTrail records reads
// too, and every dashboard of the account makes many of them.
var changeNames = []string{"UpdateService", "CreateService", "DeleteService", "StopTask"}

// CloudTrail allows two LookupEvents a second in an account and region, and
// gives 50 events on a page.
const (
	changePages = 3 // of each name
	changePage  = 50
)

// Changes looks up the writes to a cluster in CloudTrail's event history, which
// has them some minutes after they were made. Of each kind of write the newest
// 150 of the region are looked at.
func (b *Backend) Changes(ctx context.Context, cluster model.ClusterRef, since time.Time) ([]model.Change, error) {
	var out []model.Change
	for _, name := range changeNames {
		rows, err := b.changesNamed(ctx, name, since)
		for _, c := range rows {
			if c.Cluster == cluster.Name {
				out = append(out, c)
			}
		}
		if err != nil {
			if len(out) == 0 {
				return nil, err
			}
			sortChanges(out)
			return out, &backend.Partial{Missing: []string{name}, Err: err}
		}
	}
	sortChanges(out)
	return out, nil
}

func sortChanges(out []model.Change) {
	model.Sort(out, func(x, y model.Change) int { return cmp.Or(y.At.Compare(x.At), strings.Compare(x.ID, y.ID)) })
}

func (b *Backend) changesNamed(ctx context.Context, name string, since time.Time) (out []model.Change, err error) {
	in := &cloudtrail.LookupEventsInput{
		LookupAttributes: []cttypes.LookupAttribute{{AttributeKey: cttypes.LookupAttributeKeyEventName, AttributeValue: &name}},
		MaxResults:       sdk.Int32(changePage),
	}
	if !since.IsZero() {
		in.StartTime = &since
	}
	for range changePages {
		page, err := invoke(ctx, b, request{lookupEvents, "the event history"}, b.trail.LookupEvents, in)
		if err != nil {
			return out, err
		}
		for _, e := range page.Events {
			if c, ok := toChange(e); ok {
				out = append(out, c)
			}
		}
		if in.NextToken = page.NextToken; sdk.ToString(page.NextToken) == "" {
			break
		}
	}
	return out, nil
}

// trailRecord is what is read of a record of CloudTrail, which differs from
// service to service and has more members with every year: none is relied on,
// and one of another type is passed over.
type trailRecord struct {
	UserIdentity      members
	SourceIPAddress   any
	UserAgent         any
	ErrorCode         any
	RequestParameters members
}

// members are those of a JSON object; what is none has none.
type members map[string]any

// UnmarshalJSON takes anything.
func (o *members) UnmarshalJSON(b []byte) error {
	var read map[string]any
	if json.Unmarshal(b, &read) == nil {
		*o = read
	}
	return nil
}

func (o members) text(name string) string { s, _ := o[name].(string); return s }

func textOfAny(v any) string { s, _ := v.(string); return s }

// toChange reads an event; ok is false for a read and for another service's.
func toChange(e cttypes.Event) (model.Change, bool) {
	if sdk.ToString(e.ReadOnly) == "true" || sdk.ToString(e.EventSource) != "ecs.amazonaws.com" {
		return model.Change{}, false
	}
	var r trailRecord
	_ = json.Unmarshal([]byte(sdk.ToString(e.CloudTrailEvent)), &r) // what cannot be read is not known
	who, asked := r.UserIdentity, r.RequestParameters
	c := model.Change{
		ID: sdk.ToString(e.EventId), At: when(e.EventTime), Action: "ecs:" + sdk.ToString(e.EventName),
		User: cmp.Or(sdk.ToString(e.Username), who.text("userName")), Principal: who.text("arn"),
		Source: cmp.Or(who.text("invokedBy"), textOfAny(r.SourceIPAddress)), Agent: textOfAny(r.UserAgent), ErrorCode: textOfAny(r.ErrorCode),
		// A request may name things by their ARNs, and leave out the cluster
		// that is called default.
		Cluster: cmp.Or(lastPart(asked.text("cluster")), "default"), Service: lastPart(cmp.Or(asked.text("service"), asked.text("serviceName"))),
		Asked: tellAsked(asked),
	}
	for _, res := range e.Resources {
		if name := sdk.ToString(res.ResourceName); name != "" {
			c.Resources = append(c.Resources, name)
		}
	}
	slices.Sort(c.Resources)
	return c, true
}

// askedMembers are the parameters that are told. The others may hold anything,
// an environment with its secrets too.
var askedMembers = []string{"desiredCount", "taskDefinition", "forceNewDeployment", "task", "force"}

func tellAsked(asked members) (out []string) {
	for _, name := range askedMembers {
		switch v := asked[name].(type) {
		case string:
			out = append(out, name+"="+lastPart(v))
		case bool:
			out = append(out, fmt.Sprintf("%s=%t", name, v))
		case float64:
			out = append(out, fmt.Sprintf("%s=%v", name, v))
		}
	}
	return out
}
