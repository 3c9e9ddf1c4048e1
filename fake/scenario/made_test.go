package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// plain is a world with a service, to which a test adds a plan.
const plain = `title: x
start: 2026-11-23T11:55:00Z
settle: 10m
taskDefinitions: [{family: web, tags: ["1", "2"], cpu: 256, memory: 512, containers: [{name: a, image: web}]}]
clusters: [{name: c, services: [{name: web, taskDefinition: "web:1", desired: 1}]}]
`

// TestPlansUseWhatTheyMake plays a plan whose steps act on what steps before
// them, in time and not in the file, have made.
func TestPlansUseWhatTheyMake(t *testing.T) {
	s, err := scenario.Parse("plan.yaml", []byte(plain+`plan:
  - {after: 2m, service: c/web, deploy: "web:3"}
  - {after: 1m, registerTaskDefinition: {family: web, tags: ["3"], cpu: 256, memory: 512, containers: [{name: a, image: web}]}}
  - {after: 1m, service: c/web, alarm: {name: busy, metric: CPUUtilization, above: 90}}
  - {after: 2m, alarmState: {alarm: busy}}
  - {after: 1m, service: c/web, scaling: {min: 1, max: 3}}
  - {after: 2m, service: c/web, scalingPolicy: {name: up, steps: [{from: 0, by: 1}]}}
  - {after: 3m, service: c/web, metricAlarm: {name: calls, metric: {namespace: mine, name: calls}, threshold: 5, policy: up}}
  - {after: 1m, createCluster: other}
  - {after: 1m, registerTaskDefinition: {family: job, cpu: 256, memory: 512, containers: [{name: a, image: job}]}}
  - {after: 2m, cluster: other, runTask: {taskDefinition: job}}
  - {after: 2m, cluster: other, createService: {name: new, taskDefinition: "job:1", desired: 1}}
  - {after: 3m, service: other/new, scale: 2}
  - {after: 3m, pushImage: "job:1"}
`))
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	seq := w.Seq()
	w.Step(10 * time.Minute)
	for _, e := range w.Journal(seq) {
		if e.Kind == "refused" {
			t.Error(e)
		}
	}
	if s := w.View().Service(sim.Key{Cluster: "c", Name: "web"}); s.Def.Name() != "web:3" {
		t.Errorf("web runs %s", s.Def.Name())
	}
}

func TestPlansAreRefusedWhatNobodyMakes(t *testing.T) {
	for plan, want := range map[string]string{
		`[{after: 1m, service: c/web, deploy: "web:3"}]`: `plan.yaml:6:44: there is no task definition "web:3"`,
		`[{after: 2m, registerTaskDefinition: {family: web, cpu: 256, memory: 512, containers: [{name: a, image: web}]}}, {after: 1m, service: c/web, deploy: "web:3"}]`: `there is no task definition "web:3"`,
		`[{after: 1m, registerTaskDefinition: {family: web, cpu: 256, memory: 512, containers: [{name: a, image: web}]}}, {after: 2m, service: c/web, deploy: "web:4"}]`: `there is no task definition "web:4"`,
		`[{after: 1m, alarmState: {alarm: busy}}]`:                                                                              `there is no alarm "busy"`,
		`[{after: 1m, pushImage: "wep:1"}]`:                                                                                     `plan.yaml:6:31: no task definition runs the image "wep:1", did you mean "web:1"?`,
		`[{after: 1m, service: c/web, traffic: {from: web, ratio: 1}}]`:                                                         `plan.yaml:6:52: service web cannot be where its own traffic comes from`,
		`[{after: 1m, service: c/web, traffic: {from: wep, ratio: 1}}]`:                                                         `there is no service "wep" in cluster c, did you mean "web"?`,
		`[{after: 1m, cluster: c, createService: {name: s, taskDefinition: web, deployment: {alarms: [gone]}}}]`:                `plan.yaml:6:100: there is no alarm "gone"`,
		`[{after: 1m, service: c/web, updateService: {deployment: {alarms: [gone]}}}]`:                                          `there is no alarm "gone"`,
		`[{after: 1m, service: c/web, metricAlarm: {name: a, metric: {namespace: m, name: n}, threshold: 5, policy: nothing}}]`: `service web has no scaling policy "nothing"`,
	} {
		s, err := scenario.Parse("plan.yaml", []byte(plain+"plan: "+plan+"\n"))
		if err == nil {
			_, err = s.Build(1)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", plan, err, want)
		}
	}
}

// TestWhoDrainsIsActivated gives back the instance that was drained, which is
// not the first, and refuses when none drains.
func TestWhoDrainsIsActivated(t *testing.T) {
	w := build(t, "no-capacity", 1)
	try := func(text string) error {
		st, err := scenario.ParseStep([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		c, err := st.Command(w.View())
		if err == nil {
			_, err = w.Do(c)
		}
		return err
	}
	err := try("{cluster: food-delivery, activateInstance: {}}")
	if err == nil || !strings.Contains(err.Error(), "no container instance of cluster food-delivery is draining") {
		t.Errorf("with nobody draining: %v", err)
	}
	last := w.View().Instances("food-delivery")[2]
	for _, where := range []string{"cluster: food-delivery", "service: food-delivery/search"} {
		if err := try("{instance: food-delivery/" + last.ID + ", drainInstance: {}}"); err != nil {
			t.Fatal(err)
		}
		if err := try("{" + where + ", activateInstance: {}}"); err != nil {
			t.Fatal(err)
		}
		if last.Status != "ACTIVE" {
			t.Errorf("%s: the drained instance is %s", where, last.Status)
		}
	}
}
