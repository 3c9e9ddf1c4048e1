package model_test

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestLimitOf(t *testing.T) {
	for action, want := range map[string]model.Quota{
		"ecs:ListServices":                          {Name: "service read", Burst: 100, Refill: 20},
		"ecs:SomethingOfTomorrow":                   {Name: "ecs, other", Burst: 20, Refill: 10},
		"logs:FilterLogEvents":                      {Name: "log events", Burst: 10, Refill: 5},
		"elasticloadbalancing:DescribeTargetHealth": {Name: "load balancers", Burst: 40, Refill: 10},
		"cloudtrail:LookupEvents":                   {Name: "trail", Burst: 2, Refill: 2},
		"unheard:Of":                                {Name: "unheard", Burst: 10, Refill: 5},
	} {
		if got := model.LimitOf(action); got != want {
			t.Errorf("%s: got %+v, want %+v", action, got, want)
		}
	}
	if _, ok := model.QuotaOf("logs:FilterLogEvents"); ok {
		t.Error("a guess passes for a published bucket of ECS, by which the simulator throttles")
	}
}
