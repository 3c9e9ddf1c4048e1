package aws

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var api = model.ClusterRef{Name: "prod"}.Service("api")

// TestEndedDeploymentsAreDescribedOnce: what is over does not change.
func TestEndedDeploymentsAreDescribedOnce(t *testing.T) {
	prefix := arnPrefix + "service-deployment/prod/api/"
	b, e := serve(t, answers{
		"ListServiceDeployments": always(object{"serviceDeployments": []object{
			{"serviceDeploymentArn": prefix + "old", "createdAt": 100}, {"serviceDeploymentArn": prefix + "new", "createdAt": 200},
		}}),
		"DescribeServiceDeployments": func(in object) reply {
			var rows []object
			for _, arn := range texts(in["serviceDeploymentArns"]) {
				row := object{"serviceDeploymentArn": arn, "status": "A_NEW_STATUS", "createdAt": 200, "aNewField": object{}}
				if strings.HasSuffix(arn, "old") {
					row["status"], row["createdAt"], row["finishedAt"] = "SUCCESSFUL", 100, 150
				}
				rows = append(rows, row)
			}
			return ok(object{"serviceDeployments": rows})
		},
	})
	for range 2 {
		rows, err := b.ServiceDeployments(t.Context(), api)
		if err != nil || len(rows) != 2 {
			t.Fatalf("got %+v, %v", rows, err)
		}
		if d := rows[0]; d.Status != "A_NEW_STATUS" || d.Status.Severity() != model.Unknown || d.Target.WeightKnown || d.Breaker != "" || !d.Ended().IsZero() {
			t.Errorf("got %+v", d)
		}
	}
	q := e.asked("DescribeServiceDeployments")
	if len(q) != 2 || len(texts(q[0].in["serviceDeploymentArns"])) != 2 || !slices.Equal(texts(q[1].in["serviceDeploymentArns"]), []string{prefix + "new"}) {
		t.Errorf("asked %+v", q)
	}
}

// TestNothingIsAskedWhereThereIsNothing: a service without load balancers and a
// cluster without Container Insights cost no further call.
func TestNothingIsAskedWhereThereIsNothing(t *testing.T) {
	b, e := serve(t, answers{
		"DescribeServices": always(object{"services": []object{{"serviceArn": arnPrefix + "service/prod/api", "serviceName": "api", "status": "ACTIVE"}}}),
		"DescribeClusters": always(object{"clusters": []object{{"clusterArn": arnPrefix + "cluster/prod", "clusterName": "prod",
			"settings": []object{{"name": "containerInsights", "value": "disabled"}}}}}),
	})
	for range 2 {
		if rows, err := b.Targets(t.Context(), api); err != nil || rows != nil {
			t.Errorf("Targets: got %v, %v", rows, err)
		}
		if rows, err := b.TargetGroups(t.Context(), api); err != nil || rows != nil {
			t.Errorf("TargetGroups: got %v, %v", rows, err)
		}
		if rows, err := b.Insights(t.Context(), api, metricPeriod); err != nil || rows != nil {
			t.Errorf("Insights: got %v, %v", rows, err)
		}
		if rows, err := b.CapacityProviders(t.Context(), api.Cluster); err != nil || rows != nil {
			t.Errorf("CapacityProviders: got %v, %v", rows, err)
		}
	}
	if len(e.asked("DescribeServices")) != 1 || len(e.asked("DescribeClusters")) != 1 {
		t.Errorf("%d calls were made, want two", b.Calls())
	}
}

// TestTargetsOfOneGroup keeps the health of the group that can be read.
func TestTargetsOfOneGroup(t *testing.T) {
	b, _ := serve(t, answers{
		"DescribeServices": always(object{"services": []object{{"serviceArn": arnPrefix + "service/prod/api", "serviceName": "api", "loadBalancers": []object{
			{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/gone/1"},
			{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/web/2"},
		}}}}),
		"DescribeTargetHealth": func(in object) reply {
			if strings.Contains(in["TargetGroupArn"].(string), "gone") {
				return reply{status: http.StatusBadRequest, body: `<ErrorResponse><Error><Code>TargetGroupNotFound</Code><Message>One or more target groups not found</Message></Error></ErrorResponse>`}
			}
			return ok(`<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>
				<member><Target><Id>10.0.0.1</Id></Target><TargetHealth><State>a.new.state</State></TargetHealth></member><member/>
				</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`)
		},
	})
	rows, err := b.Targets(t.Context(), api)
	var partial *backend.Partial
	if !errors.As(err, &partial) || !slices.Equal(partial.Missing, []string{"gone"}) || backend.KindOf(err) != backend.KindNotFound {
		t.Fatalf("got %v", err)
	}
	if len(rows) != 2 || rows[1].State != "a.new.state" || rows[0].State != "" || rows[0].State.Severity() == model.Good {
		t.Errorf("got %+v", rows)
	}
}

// TestActivitiesAreReadToWhatIsKnown stops at the page that was read before.
func TestActivitiesAreReadToWhatIsKnown(t *testing.T) {
	activity := func(id string, at int) object {
		return object{"ActivityId": id, "StartTime": at, "EndTime": at + 1, "StatusCode": "Successful", "ResourceId": "service/prod/api"}
	}
	first := []object{activity("c", 300)}
	b, e := serve(t, answers{"DescribeScalingActivities": func(in object) reply {
		if in["NextToken"] == "2" {
			return ok(object{"ScalingActivities": []object{activity("b", 200), activity("a", 100)}})
		}
		return ok(object{"ScalingActivities": first, "NextToken": "2"})
	}})
	for _, want := range []int{3, 3, 4} {
		rows, err := b.Activities(t.Context(), api)
		if err != nil || len(rows) != want || rows[len(rows)-1].ID != "a" {
			t.Fatalf("got %+v, %v, want %d", rows, err, want)
		}
		if want == 3 && len(e.asked("DescribeScalingActivities")) > 2 {
			first = []object{activity("d", 400), activity("c", 300)}
		}
	}
	if n := len(e.asked("DescribeScalingActivities")); n != 4 {
		t.Errorf("%d pages were read, want 4", n)
	}
}
