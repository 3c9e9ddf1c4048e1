package fake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
)

// TestRefusedStepsAreTold runs a plan of which one step comes too late.
func TestRefusedStepsAreTold(t *testing.T) {
	s, err := scenario.Parse("late.yaml", []byte(`title: x
start: 2026-11-23T11:55:00Z
settle: 5m
taskDefinitions: [{family: web, cpu: 256, memory: 512, containers: [{name: a, image: web}]}]
clusters: [{name: c, services: [{name: web, taskDefinition: web, desired: 1}]}]
plan:
  - {after: 1m, service: c/web, deleteService: {force: true}}
  - {after: 2m, service: c/web, scale: 2}
`))
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	var out, warn strings.Builder
	if err := fake.Run(t.Context(), w, 10*time.Minute, false, &out, &warn); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(warn.String(), "\n"); n != 1 || !strings.Contains(warn.String(), "a step of the plan was refused: 11:57:00.000 refused") {
		t.Errorf("told: %s", warn.String())
	}
	if !strings.Contains(out.String(), "1 refused") {
		t.Error("the summary does not count it")
	}
}
