package aws

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestClusters(t *testing.T) {
	b, e := serve(t, answers{
		"ListClusters": always(object{"clusterArns": []string{arnPrefix + "cluster/prod", arnPrefix + "cluster/dev", arnPrefix + "cluster/gone"}}),
		"DescribeClusters": always(object{
			"clusters": []object{
				{"clusterArn": arnPrefix + "cluster/prod", "clusterName": "prod", "status": "ACTIVE", "activeServicesCount": 4,
					"runningTasksCount": 9, "pendingTasksCount": 1, "registeredContainerInstancesCount": 2, "capacityProviders": []string{"FARGATE"}},
				{"clusterArn": arnPrefix + "cluster/dev", "clusterName": "dev", "status": "A_NEW_STATUS"},
			},
			"failures": []object{{"arn": arnPrefix + "cluster/gone", "reason": "MISSING"}},
		}),
	})
	rows, err := b.Clusters(t.Context())
	if err != nil || len(rows) != 2 {
		t.Fatalf("got %v, %v", rows, err)
	}
	cluster := home
	cluster.Name = "prod"
	want := model.Cluster{Ref: cluster, Status: "ACTIVE", Services: 4, Running: 9, Pending: 1, Instances: 2, CapacityProviders: []string{"FARGATE"}}
	if got, want := fmt.Sprintf("%+v", rows[1]), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if rows[0].Ref.Name != "dev" || rows[0].Status != "A_NEW_STATUS" {
		t.Errorf("got %+v", rows[0])
	}
	if q := e.asked("DescribeClusters"); len(q) != 1 || len(texts(q[0].in["clusters"])) != 3 {
		t.Errorf("asked %+v", q)
	}
}

func TestClustersDenied(t *testing.T) {
	b, _ := serve(t, answers{"ListClusters": func(object) reply {
		return failure(http.StatusBadRequest, "AccessDeniedException", "no")
	}})
	rows, err := b.Clusters(t.Context())
	var p *backend.Partial
	if rows != nil || backend.KindOf(err) != backend.KindDenied || errors.As(err, &p) || backend.Advice(err) != "Ask for the permission ecs:ListClusters." {
		t.Errorf("got %v, %v", rows, err)
	}
}
