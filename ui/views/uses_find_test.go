package views

import (
	"fmt"
	"slices"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestUsesFindsWhatAWordNames in images, secrets, names of variables, roles and
// definitions, in every cluster, and never in the value of a variable.
func TestUsesFindsWhatAWordNames(t *testing.T) {
	prod := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "1", Name: "prod"}
	test := prod
	test.Name = "test"
	def := func(family string, revision int, c ...model.ContainerDef) model.TaskDefinition {
		return model.TaskDefinition{Ref: prod.TaskDef(family, revision), TaskRole: "arn:aws:iam::1:role/" + family, Containers: c}
	}
	api := def("api", 7, model.ContainerDef{Name: "app", Image: "reg/api:1.4.2", Secrets: []model.Secret{{Name: "DB_PASSWORD", From: "arn:secret:orders-db"}}},
		model.ContainerDef{Name: "proxy", Image: "nginx:1.25", Environment: []model.Variable{{Name: "UPSTREAM", Value: "hidden-value"}}})
	web := def("web", 3, model.ContainerDef{Name: "web", Image: "nginx:1.25"})
	snap := &model.Snapshot{
		Services: map[model.ClusterRef]model.Part[model.Service]{
			prod: {Rows: []model.Service{{Ref: prod.Service("api"), TaskDef: api.Ref}, {Ref: prod.Service("gone"), TaskDef: web.Ref, Status: model.ServiceInactive}, {Ref: prod.Service("unread"), TaskDef: prod.TaskDef("x", 1)}}},
			test: {Rows: []model.Service{{Ref: test.Service("web"), TaskDef: web.Ref, Deployments: []model.Deployment{{TaskDef: web.Ref}, {TaskDef: api.Ref}}}}},
		},
		TaskDefs: map[model.TaskDefRef]model.Part[model.TaskDefinition]{api.Ref: {Rows: []model.TaskDefinition{api}}, web.Ref: {Rows: []model.TaskDefinition{web}}},
		Tasks:    map[model.ClusterRef]model.Part[model.Task]{test: {Rows: []model.Task{{TaskDef: web.Ref, Containers: []model.Container{{Name: "web", Digest: "sha256:abc"}}}}}},
	}
	for word, want := range map[string][]string{
		"NGINX:1.25":   {"api proxy image", "web proxy image", "web web image"},
		"orders-db":    {"api app secret", "web app secret"},
		"upstream":     {"api proxy variable", "web proxy variable"},
		"hidden-value": nil,
		"role/web":     {"web  task role"},
		"api:7":        {"api  definition", "web  definition"},
		"sha256:abc":   {"web web image"},
		"":             {"api app image", "api proxy image", "web app image", "web proxy image", "web web image"},
	} {
		var got []string
		for _, u := range usesOf(snap, users(snap), word) {
			got = append(got, fmt.Sprintf("%s %s %s", u.service.Name, u.container, u.where))
		}
		slices.Sort(got)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	r := (&register{}).of(snap)
	if r.read != 2 || len(r.defs) != 3 {
		t.Errorf("%d of %d definitions are read", r.read, len(r.defs))
	}
}
