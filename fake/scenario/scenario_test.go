package scenario_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func TestEmbeddedScenariosBuildAndAreAtRest(t *testing.T) {
	for i, info := range scenario.List() {
		if i == 0 && info.Name != scenario.Default {
			t.Errorf("the first of the list is %s, want the default", info.Name)
		}
		t.Run(info.Name, func(t *testing.T) {
			w := build(t, info.Name, 1)
			for _, c := range w.View().Clusters() {
				for _, s := range w.View().Services(c.Name) {
					if n, _ := w.View().Counts(s, nil); n != s.Desired || s.SteadyAnnounced.IsZero() {
						t.Errorf("%s/%s starts with %d of %d running, steady since %v", c.Name, s.Name, n, s.Desired, s.SteadyAnnounced)
					}
				}
			}
			if info.Title == "" {
				t.Error("it has no title")
			}
		})
	}
}

// TestPlansAreCarriedOut holds the embedded worlds to their word: what their
// plans announce must happen, and nothing that they do may be refused.
func TestPlansAreCarriedOut(t *testing.T) {
	for _, info := range scenario.List() {
		t.Run(info.Name, func(t *testing.T) {
			w := build(t, info.Name, 2)
			seq := w.Seq()
			w.Step(30 * time.Minute)
			for _, e := range w.Journal(seq) {
				if e.Kind == "refused" && e.Cause == "planned" {
					t.Error(e)
				}
			}
		})
	}
}

func build(t testing.TB, name string, seed uint64) *sim.World {
	t.Helper()
	s, err := scenario.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Build(seed)
	if err != nil {
		t.Fatal(err)
	}
	if !w.Now().Equal(s.Start) {
		t.Fatalf("%s is handed over at %v, not at its start %v", name, w.Now(), s.Start)
	}
	return w
}

func TestSameSeedSameJournal(t *testing.T) {
	run := func(seed uint64) string {
		w := build(t, scenario.Default, seed)
		w.Step(3 * time.Hour)
		return w.Hash()
	}
	if a, b := run(7), run(7); a != b {
		t.Errorf("seed 7 gave %s and %s", a, b)
	}
	if a, b := run(7), run(8); a == b {
		t.Error("seeds 7 and 8 gave the same journal")
	}
}

func TestLunchAndDinner(t *testing.T) {
	w := build(t, scenario.Default, 1)
	order := w.View().Service(sim.Key{Cluster: "food-delivery", Name: "order"})
	most := map[string]int{}
	for range 12 * 60 {
		w.Step(time.Minute)
		h := w.Now().Hour()
		for _, meal := range []struct {
			name     string
			from, to int
		}{{"lunch", 12, 14}, {"afternoon", 16, 17}, {"dinner", 18, 21}, {"night", 23, 24}} {
			if h >= meal.from && h < meal.to {
				most[meal.name] = max(most[meal.name], order.Desired)
			}
		}
	}
	if most["lunch"] < 6 || most["lunch"] > 8 || most["dinner"] < 7 || most["dinner"] > 10 {
		t.Errorf("order at its most: %v, want 6 to 8 at lunch and 7 to 10 at dinner", most)
	}
	if most["afternoon"] > 3 || most["night"] > 3 {
		t.Errorf("order at its most: %v, want it back at 2 or 3 between the meals", most)
	}
	w.Step(time.Hour)
	if n := len(w.View().Instances("food-delivery")); n > 2 {
		t.Errorf("%d instances at one in the morning, want the unneeded ones terminated", n)
	}
}

func TestTheFirstMinuteOnScreenShowsLife(t *testing.T) {
	w := build(t, scenario.Default, 1)
	seq := w.Journal(0)[len(w.Journal(0))-1].Seq
	w.Step(20 * time.Minute) // a minute at speed 20
	seen := map[string]int{}
	for _, e := range w.Journal(seq) {
		if e.Kind == "task" {
			state, _, _ := strings.Cut(e.Text, " ")
			seen[state]++
		}
	}
	if seen["RUNNING"] < 3 || seen["STOPPED"] < 2 {
		t.Errorf("in the first twenty minutes: %v", seen)
	}
}

func TestMistakesAreNamedWithTheirPlace(t *testing.T) {
	const head = "title: x\nstart: 2026-11-23T11:55:00Z\nclusters:\n  - name: c\n"
	for _, c := range []struct{ name, yaml, want string }{
		{"misspelt key", head + "    servces: []\n", `test.yaml:5:5: there is no key "servces", did you mean "services"?`},
		{"key of another object", head + "    services: [{name: s, cpu: 256}]\n", `test.yaml:5:26: there is no key "cpu"`},
		{"the first of two", head + "    services: [{name: s, zzz: 1, desird: 2, aaa: 3}]\n", `test.yaml:5:26: there is no key "zzz"`},
		{"two words", head + "settle: 2 minutes\n", `test.yaml:5:9: "2 minutes" does not fit here: a duration such as 90s or 10m is wanted`},
		{"duration in words", head + "plan:\n  - {after: half an hour, cluster: c, killInstance: {}}\n", `test.yaml:6:13: "half an hour" does not fit here: a duration such as 90s or 10m is wanted`},
		{"duration with a blank", head + "images:\n  - {name: i, boot: \"3 s\"}\n", `test.yaml:6:21: "3 s" does not fit here: a duration such as 90s or 10m is wanted`},
		{"a fraction of a task", head + "    services: [{name: s, desired: 2.5}]\n", `test.yaml:5:35: "2.5" does not fit here: a whole number is wanted`},
		{"no clusters", "title: x\nstart: 2026-11-23T11:55:00Z\nclusters: []\n", "test.yaml:3:11: clusters is missing"},
		{"not an account", head + "account: \"12345\"\n", `test.yaml:5:10: account is "12345": it must be 12 digits`},
		{"a zone of elsewhere", head + "zones: [eu-west-1a, us-east-1a]\n", `test.yaml:5:21: "us-east-1a" is no zone of eu-west-1: a zone is the region and a letter, such as eu-west-1a`},
		{"a zone twice", head + "zones: [eu-west-1a, eu-west-1a]\n", `test.yaml:5:21: zone eu-west-1a is there twice`},
		{"container name", head + "taskDefinitions: [{family: f, containers: [{name: \"a b\", image: i}]}]\n", `test.yaml:5:51: name is "a b": it must be up to 255 letters, numbers, hyphens and underscores`},
		{"host port", head + "taskDefinitions: [{family: f, containers: [{name: a, image: i, port: 80, hostPort: 8080}]}]\n", `test.yaml:5:84: ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.`},
		{"log mode", head + "taskDefinitions: [{family: f, containers: [{name: a, image: i, logGroup: g, logOptions: {mode: async}}]}]\n", `test.yaml:5:96: mode is "async": it must be blocking or non-blocking`},
		{"exit code", head + "images: [{name: i, exitCode: 256}]\n", `test.yaml:5:30: 256 is out of bounds: a number is between 0 and 255`},
		{"exit code of a step", head + "plan: [{after: 1m, service: c/s, killTask: {exitCode: 999}}]\n", `test.yaml:5:55: 999 is out of bounds: a number is between 0 and 255`},
		{"a breaker of nothing", "title: x\nstart: 2026-11-23T11:55:00Z\ntaskDefinitions: [{family: web, cpu: 256, memory: 512, containers: [{name: a, image: b}]}]\nclusters: [{name: c, services: [{name: s, taskDefinition: web, breaker: {type: COUNT, value: 0}}]}]\n", `test.yaml:4:94: value is 0: a circuit breaker needs a threshold of at least 1`},
		{"no such definition", "title: x\nstart: 2026-11-23T11:55:00Z\ntaskDefinitions:\n  - family: web\n    cpu: 256\n    memory: 512\n    containers: [{name: a, image: b}]\nclusters:\n  - name: c\n    services:\n      - name: s\n        taskDefinition: wep\n", `test.yaml:12:25: there is no task definition "wep", did you mean "web"?`},
		{"no start", "title: x\nclusters:\n  - name: c\n", "test.yaml: start is missing: when does the world begin, such as 2026-11-23T11:55:00Z?"},
		{"no time", "title: x\nstart: yesterday\nclusters:\n  - name: c\n", "test.yaml:2:8: start is not a time such as 2026-11-23T11:55:00Z"},
		{"empty", "", "test.yaml: the file is empty: a scenario needs at least a title, a start and a cluster"},
		{"bad time", head + "    schedules: [{name: n, at: noon, taskDefinition: t}]\n", `test.yaml:5:31: "noon" does not fit here: a time of day such as "12:30" is wanted`},
		{"bad pull", head + "images:\n  - {name: i, pull: broken}\n", `test.yaml:6:21: pull is "broken": it must be ok, missing, denied, unreachable, limited or disk full`},
		{"not a number", head + "    services: [{name: s, desired: many}]\n", "test.yaml:5:35: \"many\" does not fit here: a whole number is wanted"},
		{"below zero", head + "    services: [{name: s, desired: -1, taskDefinition: t}]\n", "test.yaml:5:35: -1 is out of bounds: a number is between 0 and 1000000"},
		{"not a number at all", head + "images:\n  - {name: i, idleCPU: .nan}\n", "test.yaml:6:24: NaN is out of bounds"},
		{"backwards", head + "settle: -5m\n", "test.yaml:5:9: -5m0s is out of bounds: a duration is between 0s and a year"},
		{"above the quota", "title: x\nstart: 2026-11-23T11:55:00Z\ntaskDefinitions:\n  - family: web\n    cpu: 256\n    memory: 512\n    containers: [{name: a, image: b}]\nclusters:\n  - name: c\n    services:\n      - {name: s, taskDefinition: web, desired: 90000}\n", "test.yaml:11:16: InvalidParameterException: Invalid desired count: 90000 is above the quota of 5000 tasks per service."},
		{"misspelt value", head + "images:\n  - {name: i, pull: mising}\n", `test.yaml:6:21: pull is "mising": it must be ok, missing, denied, unreachable, limited or disk full, did you mean "missing"?`},
		{"twice", head + "images:\n  - {name: i}\n  - {name: i}\n", `test.yaml:7:12: "i" is there twice: as item 1 and as item 2 of images`},
		{"nearly an image", head + "images:\n  - {name: payment}\ntaskDefinitions:\n  - {family: p, cpu: 256, memory: 512, containers: [{name: p, image: paymnet}]}\n", `test.yaml:8:70: there is no image "paymnet", did you mean "payment"?`},
		{"no such group", "title: x\nstart: 2026-11-23T11:55:00Z\ntargetGroups: [{name: front}]\ntaskDefinitions: [{family: web, cpu: 256, memory: 512, containers: [{name: a, image: b, port: 80}]}]\nclusters:\n  - name: c\n    services:\n      - {name: s, taskDefinition: web, targetGroup: frnt}\n", `test.yaml:8:53: there is no target group "frnt", did you mean "front"?`},
		{"no such metric", "title: x\nstart: 2026-11-23T11:55:00Z\ntaskDefinitions: [{family: web, cpu: 256, memory: 512, containers: [{name: a, image: b}]}]\nclusters:\n  - name: c\n    services:\n      - {name: s, taskDefinition: web, alarms: [{name: a, metric: CPUUtilisation, above: 5}]}\n", `there is no metric "CPUUtilisation" in AWS/ECS: there are CPUUtilization, MemoryUtilization, did you mean "CPUUtilization"?`},
		{"no such rule", "title: x\nstart: 2026-11-23T11:55:00Z\nloadBalancers: [{name: front, listeners: [{port: 80}]}]\ntargetGroups: [{name: blue}, {name: green}]\ntaskDefinitions: [{family: web, cpu: 256, memory: 512, containers: [{name: a, image: b, port: 80}]}]\nclusters:\n  - name: c\n    services:\n      - {name: s, taskDefinition: web, loadBalancers: [{targetGroup: blue, alternateTargetGroup: green, productionRule: \"front:80/7\"}]}\n", `port 80 of load balancer front has no rule of priority 7`},
		{"plan on nothing", head + "plan:\n  - {after: 1m, service: c/web, scale: 1}\n", `test.yaml:6:26: there is no service "c/web"`},
		{"plan without an action", head + "plan:\n  - {after: 1m, service: c/web}\n", `a step needs an action`},
		{"syntax", "title: [x\n", "test.yaml:1:"},
		{"impossible size", head + "taskDefinitions:\n  - family: web\n    cpu: 256\n    memory: 4096\n    containers: [{name: a, image: b}]\n", "test.yaml:6:13: ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := scenario.Parse("test.yaml", []byte(c.yaml))
			if err == nil {
				_, err = s.Build(1)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestUnknownScenario(t *testing.T) {
	_, err := scenario.Load("food-delivry")
	if err == nil || !strings.Contains(err.Error(), `Did you mean "food-delivery"?`) {
		t.Errorf("got %v", err)
	}
	_, err = scenario.Load(filepath.Join(t.TempDir(), "none.yaml"))
	if err == nil || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("got %v", err)
	}
}

// BenchmarkDay is a day of the default demo: simulated seconds for each real
// one, and what it allocates for each simulated hour.
func BenchmarkDay(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		w := build(b, scenario.Default, 1)
		b.StartTimer()
		w.Step(24 * time.Hour)
	}
	b.ReportMetric(24*3600*float64(b.N)/b.Elapsed().Seconds(), "simulated-s/s")
}

func ExampleScenario_Build() {
	s, _ := scenario.Load("steady")
	w, _ := s.Build(1)
	fmt.Println(w.Now().Format(time.RFC3339), len(w.View().Tasks("steady")), "tasks")
	// Output: 2026-11-23T09:00:00Z 4 tasks
}
