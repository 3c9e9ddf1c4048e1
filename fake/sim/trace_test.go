package sim

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// chain is a service that calls another for half of its requests, both with
// logs.
func chain(t *testing.T, options map[string]string) box {
	t.Helper()
	b := newBox(t)
	for name, voice := range map[string]string{"front": "orders", "back": "payments"} {
		b.must(CreateLogGroup{Name: "/ecs/" + name})
		def := apiDef(name + ":1")
		def.Family, def.ExecutionRole = name, "arn:aws:iam::123456789012:role/exec"
		def.Containers[0].HealthCheck = model.HealthCheck{}
		log := map[string]string{"awslogs-group": "/ecs/" + name, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}
		for k, v := range options {
			log[k] = v
		}
		def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: log}
		b.must(SetImage{name, Behaviour{Size: 20, Boot: time.Second, IdleCPU: 5, CPUPerRequest: 2 * time.Millisecond, Voice: voice, LogEvery: 4}})
		b.must(RegisterTaskDef{def})
		b.must(CreateService{Cluster: "c", Name: name, Family: name, Desired: 2, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1})
	}
	b.must(SetTraffic{"c", "front", &Traffic{Base: 12}})
	b.must(SetTraffic{"c", "back", &Traffic{From: "front", Ratio: 0.5}})
	b.Step(8 * time.Minute)
	return b
}

func (b box) log(group string, last time.Duration) (out []string) {
	for _, l := range b.View().Lines(group, "", nil, b.Now().Add(-last), b.Now(), 0) {
		out = append(out, l.Message)
	}
	return out
}

var requestIn = regexp.MustCompile(`req"?[=:]"?([0-9a-f]{8})`)

// requestIDs are the ids in lines, by how often they are there.
func requestIDs(lines []string) map[string]int {
	out := map[string]int{}
	for _, l := range lines {
		if m := requestIn.FindStringSubmatch(l); m != nil {
			out[m[1]]++
		}
	}
	return out
}

func TestRequestsAreTracedThroughServices(t *testing.T) {
	b := chain(t, nil)
	b.StepTo(b.Now().Truncate(time.Minute).Add(time.Minute))
	front, back := requestIDs(b.log("/ecs/front", 3*time.Minute)), requestIDs(b.log("/ecs/back", 3*time.Minute))
	if len(front) < 300 || len(back) < 120 {
		t.Fatalf("%d requests in front, %d behind: too few to tell", len(front), len(back))
	}
	for id, n := range back {
		if front[id] != 1 || n != 1 {
			t.Errorf("request %s is in %d lines behind and in %d in front", id, n, front[id])
		}
	}
}

func TestLogsTellWhatIsDown(t *testing.T) {
	b := chain(t, nil)
	none := 0
	b.must(UpdateService{Cluster: "c", Name: "back", Desired: &none})
	b.Step(6 * time.Minute)
	lines := b.log("/ecs/front", 2*time.Minute)
	failed, frames := 0, 0
	for _, l := range lines {
		if strings.Contains(l, `error="back unavailable: 503 no healthy upstream"`) {
			failed++
		}
		if strings.HasPrefix(l, "\tat ") {
			frames++
		}
	}
	requests := len(requestIDs(lines))
	if failed < requests*4/10 || failed > requests*6/10 || frames != 4*failed {
		t.Errorf("of %d requests %d failed with %d stack frames; half of them call what is down", requests, failed, frames)
	}
}

func TestMultilineMakesOneEvent(t *testing.T) {
	b := chain(t, map[string]string{"awslogs-multiline-pattern": "^(INFO|WARN|ERROR)"})
	none := 0
	b.must(UpdateService{Cluster: "c", Name: "back", Desired: &none})
	b.Step(6 * time.Minute)
	for _, l := range b.log("/ecs/front", 2*time.Minute) {
		if strings.HasPrefix(l, "\tat ") {
			t.Fatalf("a line of a stack trace is an event of its own: %q", l)
		}
		if strings.HasPrefix(l, "ERROR") && strings.Count(l, "\n") != 5 {
			t.Fatalf("an error is not one event with its stack: %q", l)
		}
	}
}

func TestSmallBufferLosesLines(t *testing.T) {
	lines := func(options map[string]string) int {
		b := chain(t, options)
		b.must(SetTraffic{"c", "front", &Traffic{Base: 60}})
		b.Step(5 * time.Minute)
		return len(b.log("/ecs/front", 2*time.Minute))
	}
	all := lines(nil)
	few := lines(map[string]string{"mode": "non-blocking", "max-buffer-size": "1k"})
	held := lines(map[string]string{"mode": "blocking", "max-buffer-size": "1k"})
	if few == 0 || few > all*2/3 || held != all {
		t.Errorf("%d lines without a small buffer, %d with one, %d when the application waits", all, few, held)
	}
}

// What is read does not depend on how it is read.
func TestLinesAreTheSameHoweverTheyAreRead(t *testing.T) {
	b := chain(t, map[string]string{"max-buffer-size": "2k"})
	from, to := b.Now().Add(-3*time.Minute), b.Now()
	whole := b.View().Lines("/ecs/front", "", nil, from, to, 0)
	var pieces []Line
	for at := from; at.Before(to); at = at.Add(7 * time.Second) {
		end := at.Add(7 * time.Second)
		if end.After(to) {
			end = to
		}
		pieces = append(pieces, b.View().Lines("/ecs/front", "", nil, at, end, 0)...)
	}
	if len(whole) != len(pieces) {
		t.Fatalf("%d lines at once, %d in pieces", len(whole), len(pieces))
	}
	for i := range whole {
		if whole[i] != pieces[i] {
			t.Fatalf("line %d is %+v at once, %+v in pieces", i, whole[i], pieces[i])
		}
	}
}
