package sim

import (
	"fmt"
	"hash/fnv"
	"time"
)

// Kinds are the kinds of entries that there are.
var Kinds = []string{
	"alarm", "capacity", "command", "container", "definition", "deployment", "desired", "event", "health",
	"hook", "instance", "notscaled", "refused", "release", "scaling", "shift", "target", "task", "traffic",
}

// Entry is one line of the journal: something that happened, or was refused.
type Entry struct {
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"` // one of Kinds
	Cluster string    `json:"cluster,omitempty"`
	Service string    `json:"service,omitempty"`
	Entity  string    `json:"entity,omitempty"` // task id, instance id, alarm name, ...
	Text    string    `json:"text"`
	Cause   string    `json:"cause,omitempty"`
}

// String is the entry as a line of a scenario's golden file.
func (e Entry) String() string {
	where := e.Cluster
	if e.Service != "" {
		where += "/" + e.Service
	}
	if e.Entity != "" {
		where += " " + e.Entity
	}
	line := fmt.Sprintf("%s %-10s %s: %s", e.At.Format("15:04:05.000"), e.Kind, where, e.Text)
	if e.Cause != "" {
		line += "  <- " + e.Cause
	}
	return line
}

// journal keeps the newest entries, counts all of them, and hashes all of them
// as they are written, so that the hash never depends on how many are kept.
type journal struct {
	ring  []Entry
	keep  int
	seq   uint64
	hash  uint64
	watch func(Entry)
}

func (j *journal) add(e Entry) {
	j.seq++
	e.Seq = j.seq
	h := fnv.New64a()
	var prior [8]byte
	for i := range prior {
		prior[i] = byte(j.hash >> (8 * i))
	}
	h.Write(prior[:])
	fmt.Fprintf(h, "%d|%s|%s|%s|%s|%s|%s", e.At.UnixNano(), e.Kind, e.Cluster, e.Service, e.Entity, e.Text, e.Cause)
	j.hash = h.Sum64()
	if len(j.ring) >= 2*j.keep {
		j.ring = append(j.ring[:0], j.ring[len(j.ring)-j.keep:]...)
	}
	j.ring = append(j.ring, e)
	if j.watch != nil {
		j.watch(e)
	}
}
