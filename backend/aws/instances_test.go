package aws

import (
	"fmt"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestInstances(t *testing.T) {
	b, e := serve(t, answers{
		"ListContainerInstances": func(in object) reply { return page("containerInstanceArns", arns("container-instance", 0, 150), in) },
		"DescribeContainerInstances": func(in object) reply {
			var rows []object
			for _, arn := range texts(in["containerInstances"]) {
				rows = append(rows, object{
					"containerInstanceArn": arn, "ec2InstanceId": "i-1", "status": "A_NEW_STATUS", "agentConnected": true,
					"capacityProviderName": "cp", "runningTasksCount": 2, "pendingTasksCount": 1, "registeredAt": 5,
					"attributes":          []object{{"name": "ecs.instance-type", "value": "m5.large"}, {"name": "ecs.availability-zone", "value": "a"}, {"name": "flag"}},
					"registeredResources": []object{{"name": "CPU", "integerValue": 2048}, {"name": "MEMORY", "integerValue": 7000}, {"name": "PORTS", "stringSetValue": []string{"22"}}},
					"remainingResources":  []object{{"name": "CPU", "integerValue": 1024}, {"name": "MEMORY", "integerValue": 6000}, {"name": "PORTS", "stringSetValue": []string{"8080", "22"}}},
				})
			}
			return ok(object{"containerInstances": rows})
		},
	})
	rows, err := b.Instances(t.Context(), prod)
	if err != nil || len(rows) != 150 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	cluster := home
	cluster.Name = "prod"
	want := model.Instance{
		Ref: cluster.Instance("n0000"), EC2ID: "i-1", Status: "A_NEW_STATUS", AgentConnected: true, Type: "m5.large", Zone: "a",
		CapacityProvider: "cp", CPU: model.Room{Registered: 2048, Remaining: 1024}, Memory: model.Room{Registered: 7000, Remaining: 6000},
		Ports: []int{22, 8080}, Running: 2, Pending: 1, RegisteredAt: time.Unix(5, 0).UTC(),
		Attributes: map[string]string{"ecs.instance-type": "m5.large", "ecs.availability-zone": "a", "flag": ""},
	}
	if got, want := fmt.Sprintf("%+v", rows[0]), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := len(e.asked("DescribeContainerInstances")); n != 2 {
		t.Errorf("%d describes", n)
	}
}
