package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// defaults fills in what a file may leave out.
func (s *Scenario) defaults() {
	if s.Region == "" {
		s.Region = "eu-west-1"
	}
	if s.Account == "" {
		s.Account = "123456789012"
	}
	if len(s.Zones) == 0 {
		s.Zones = []string{s.Region + "a", s.Region + "b", s.Region + "c"}
	}
	for i := range s.TaskDefinitions {
		d := &s.TaskDefinitions[i]
		if d.NetworkMode == "" {
			d.NetworkMode = "awsvpc"
		}
		if len(d.Requires) == 0 {
			d.Requires = []string{"FARGATE"}
		}
		if len(d.Tags) == 0 {
			d.Tags = []string{"1"}
		}
	}
	for i := range s.TargetGroups {
		g := &s.TargetGroups[i]
		g.TargetType = or(g.TargetType, "ip")
		g.Path = or(g.Path, "/")
		g.Interval = or(g.Interval, 30*time.Second)
		g.HealthyThreshold = or(g.HealthyThreshold, 5)
		g.UnhealthyThreshold = or(g.UnhealthyThreshold, 2)
		g.DeregistrationDelay = or(g.DeregistrationDelay, 300*time.Second)
	}
}

func or[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}

// check finds what the simulator could not, or not with a place in the file.
func (s *Scenario) check() error {
	if err := s.checkNumbers(); err != nil {
		return err
	}
	if s.Start.IsZero() {
		if s.file.has("$.start") {
			return s.file.fail("$.start", "start is not a time such as 2026-11-23T11:55:00Z")
		}
		return s.file.fail("$.start", "start is missing: when does the world begin, such as 2026-11-23T11:55:00Z?")
	}
	if len(s.Clusters) == 0 {
		return s.file.fail("$.clusters", "there is no cluster: a world without one has nothing to show")
	}
	if s.Settle > 48*time.Hour {
		return s.file.fail("$.settle", "settle is %v: it is 48h at the most", s.Settle)
	}
	for i, im := range s.Images {
		if _, ok := pulls[im.Pull]; !ok {
			return s.file.fail(fmt.Sprintf("$.images[%d].pull", i), "pull is %q: it must be ok, missing, denied or unreachable", im.Pull)
		}
		if im.Voice != "" && !contains(sim.VoiceNames(), im.Voice) {
			return s.file.fail(fmt.Sprintf("$.images[%d].voice", i), "there is no voice %q: these are %s%s", im.Voice, strings.Join(sim.VoiceNames(), ", "), hint(im.Voice, sim.VoiceNames()))
		}
	}
	for i, st := range s.Plan {
		if (st.Deploy == "") == (st.Scale == nil) {
			return s.file.fail(fmt.Sprintf("$.plan[%d].after", i), "a step of the plan needs either deploy or scale")
		}
	}
	return nil
}

var pulls = map[string]sim.PullResult{
	"": sim.PullOK, "ok": sim.PullOK, "missing": sim.PullMissing, "denied": sim.PullDenied, "unreachable": sim.PullUnreachable,
}

func contains(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// hint is what was probably meant, as the end of a sentence.
func hint(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return ", did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// revision splits family:revision; 0 is the newest.
func revision(text string) (family string, n int, err error) {
	family, number, found := strings.Cut(text, ":")
	if !found {
		return family, 0, nil
	}
	n, err = strconv.Atoi(number)
	if err != nil || n < 1 {
		return "", 0, fmt.Errorf("%q is not family or family:revision", text)
	}
	return family, n, nil
}
