package sim

import (
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/query"
)

// AgentVersion is that of the container agent on every instance.
const AgentVersion = "1.105.1"

// parseQuery reads an expression of the cluster query language.
func parseQuery(text string) (*query.Query, error) {
	q, err := query.Parse(text)
	if err != nil {
		return nil, &Error{ErrInvalid, err.Error()}
	}
	return q, nil
}

// Query finds the instances of a cluster that an expression matches, by id.
func (v View) Query(cluster, expression string) ([]*Instance, error) {
	q, err := parseQuery(expression)
	if err != nil {
		return nil, err
	}
	var out []*Instance
	for _, i := range v.Instances(cluster) {
		if q.Matches(i.subject) {
			out = append(out, i)
		}
	}
	return out, nil
}

// subject is how a subject of the cluster query language is read of an instance.
func (i *Instance) subject(name string) []string {
	if name, ok := strings.CutPrefix(name, "attribute:"); ok {
		if value, ok := i.attributes()[name]; ok {
			return []string{value}
		}
		return nil
	}
	switch name {
	case query.AgentConnected:
		return []string{strconv.FormatBool(i.Agent)}
	case query.AgentVersion:
		return []string{AgentVersion}
	case query.EC2InstanceID:
		return []string{i.EC2ID}
	case query.RegisteredAt:
		return []string{i.RegisteredAt.UTC().Format(time.RFC3339)}
	case query.RunningTasksCount:
		n := 0
		for _, t := range i.tasks {
			if t.Status == model.TaskRunning {
				n++
			}
		}
		return []string{strconv.Itoa(n)}
	case query.TaskGroup:
		var out []string
		for _, t := range i.tasks {
			if t.up() {
				out = append(out, t.Group)
			}
		}
		return out
	}
	return nil
}
