package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// complete fills in the lists that a file may leave out.
func (s *Scenario) complete() {
	if len(s.Zones) == 0 {
		s.Zones = []string{s.Region + "a", s.Region + "b", s.Region + "c"}
	}
	for i := range s.TaskDefinitions {
		s.TaskDefinitions[i].complete()
	}
	for i := range s.Plan {
		st := &s.Plan[i]
		st.file, st.path = s.file, fmt.Sprintf("$.plan[%d]", i)
		if st.RegisterTaskDefinition != nil {
			st.RegisterTaskDefinition.complete()
		}
	}
}

func (d *TaskDefinition) complete() {
	if len(d.Requires) == 0 {
		d.Requires = []string{"FARGATE"}
	}
	if len(d.Tags) == 0 {
		d.Tags = []string{"1"}
	}
}

// check finds what the simulator could not, or not with a place in the file.
func (s *Scenario) check() error {
	if s.Start.IsZero() {
		if s.file.has("$.start") {
			return s.file.fail("$.start", "start is not a time such as 2026-11-23T11:55:00Z")
		}
		return s.file.fail("$.start", "start is missing: when does the world begin, such as 2026-11-23T11:55:00Z?")
	}
	if s.Settle > 48*time.Hour {
		return s.file.fail("$.settle", "settle is %v: it is 48h at the most", s.Settle)
	}
	if err := s.checkZones(); err != nil {
		return err
	}
	for i, d := range s.TaskDefinitions {
		if err := s.file.definition(fmt.Sprintf("$.taskDefinitions[%d]", i), d); err != nil {
			return err
		}
	}
	for i := range s.Plan {
		if err := s.Plan[i].check(); err != nil {
			return err
		}
	}
	return s.checkImages()
}

// checkZones wants zones of the region, each once.
func (s *Scenario) checkZones() error {
	for i, zone := range s.Zones {
		path := fmt.Sprintf("$.zones[%d]", i)
		letter, ok := strings.CutPrefix(zone, s.Region)
		switch {
		case !ok || len(letter) != 1 || letter[0] < 'a' || letter[0] > 'z':
			return s.file.fail(path, "%q is no zone of %s: a zone is the region and a letter, such as %sa", zone, s.Region, s.Region)
		case slices.Contains(s.Zones[:i], zone):
			return s.file.fail(path, "zone %s is there twice", zone)
		}
	}
	return nil
}

// definition finds what the simulator refuses in a container, where its place
// in the file is known.
func (p positions) definition(path string, d TaskDefinition) error {
	for i, c := range d.Containers {
		at := fmt.Sprintf("%s.containers[%d]", path, i)
		if c.HostPort != 0 && c.HostPort != c.Port && sharesPorts(d.NetworkMode) {
			return p.fail(at+".hostPort", "ClientException: %s", sim.PortsMustMatch(d.NetworkMode))
		}
		if mode, given := c.LogOptions["mode"]; given && !slices.Contains(sim.LogModes, mode) {
			return p.oneOf(at+".logOptions.mode", mode, sim.LogModes)
		}
	}
	return nil
}

// checkImages refuses an image that is nearly the name of a declared one. One
// that is not declared at all is a small well-behaved application.
func (s *Scenario) checkImages() error {
	var declared []string
	for _, im := range s.Images {
		declared = append(declared, untagged(im.Name))
	}
	for i, d := range s.TaskDefinitions {
		for j, c := range d.Containers {
			name := untagged(c.Image)
			near := nearest(name, declared)
			if near == "" || slices.Contains(declared, name) || distance(near, name) > (len(name)+1)/3 {
				continue
			}
			return s.file.fail(fmt.Sprintf("$.taskDefinitions[%d].containers[%d].image", i, j), "there is no image %q, did you mean %q?", name, near)
		}
	}
	return nil
}

// untagged is an image without its tag.
func untagged(image string) string {
	if i := strings.LastIndexByte(image, ':'); i > strings.LastIndexByte(image, '/') {
		return image[:i]
	}
	return image
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
