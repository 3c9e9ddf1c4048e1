package logs

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// A task's id is cut to as many digits as tell the tasks apart. Names that are
// no ids get all there is.
const (
	minDigits = 4
	maxDigits = 8
)

// keptVoices is how many tasks keep their voice after their last line fell off,
// so that one that speaks again is known by its colour.
const keptVoices = 1024

// source is who wrote a line: a container of a task.
type source struct {
	stream    string
	task      string // "" when the stream does not say
	container string
	short     string // the task's id as far as it may be shown, clean
	voice     int
	lines     int // how many lines in the store are its own
}

// sources are the writers of the lines in a store. Lines refer to them by
// number; a number is free again when the last line is gone. Number 0 is
// nobody.
type sources struct {
	all    []source
	free   []int
	byName map[string]int // by stream; markers of a task by "/" and its id
	voices map[string]int // by task

	stale      bool // what follows must be counted again
	tasks      int
	digits     int
	containers int // width of the widest name, 0 when there is one name only
}

// of is the number of the source that writes to a stream.
func (s *sources) of(stream string) int {
	if i, ok := s.byName[stream]; ok {
		return i
	}
	stream = strings.Clone(stream)
	task, container := parseStream(stream)
	return s.add(source{stream: stream, task: task, container: text.Clean(container)})
}

// ofTask is the source of a marker about a task.
func (s *sources) ofTask(task string) int {
	if i, ok := s.byName["/"+task]; ok {
		return i
	}
	return s.add(source{stream: "/" + task, task: strings.Clone(task)})
}

func newSources() sources {
	return sources{all: []source{{}}, byName: map[string]int{}, voices: map[string]int{}}
}

func (s *sources) add(src source) int {
	src.short = text.Clean(model.ShortID(src.task))
	src.voice = s.voice(src.task)
	i := len(s.all)
	if n := len(s.free); n > 0 {
		i, s.free = s.free[n-1], s.free[:n-1]
		s.all[i] = src
	} else {
		s.all = append(s.all, src)
	}
	s.byName[src.stream] = i
	s.stale = true
	return i
}

// voice numbers the tasks in the order in which they come.
func (s *sources) voice(task string) int {
	v, ok := s.voices[task]
	if !ok {
		if len(s.voices) >= keptVoices {
			s.forgetVoices()
		}
		v = len(s.voices)
		s.voices[task] = v
	}
	return v
}

// forgetVoices keeps the voices of tasks that have lines.
func (s *sources) forgetVoices() {
	clear(s.voices)
	for _, src := range s.all {
		if src.lines > 0 {
			s.voices[src.task] = src.voice
		}
	}
}

// release tells that a line of the source is gone.
func (s *sources) release(i int) {
	src := &s.all[i]
	if i == 0 {
		return
	}
	if src.lines--; src.lines > 0 {
		return
	}
	delete(s.byName, src.stream)
	*src = source{}
	s.free = append(s.free, i)
	s.stale = true
}

// count brings the facts about all sources up to date.
func (s *sources) count() {
	if !s.stale {
		return
	}
	s.stale = false
	var tasks, containers []string
	s.containers = 0
	for _, src := range s.all {
		if src.task != "" {
			tasks = append(tasks, src.task)
		}
		if src.container != "" {
			containers = append(containers, src.container)
			s.containers = max(s.containers, text.Width(src.container))
		}
	}
	tasks = distinct(tasks)
	s.tasks, s.digits = len(tasks), 0
	if len(tasks) > 0 {
		s.digits = tellApart(tasks)
	}
	if len(distinct(containers)) < 2 {
		s.containers = 0
	}
}

func distinct(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

// tellApart is how many digits of sorted, distinct ids make them differ.
func tellApart(ids []string) int {
	n := minDigits
	if slices.ContainsFunc(ids, notHex) {
		return maxDigits
	}
	for i := 1; i < len(ids); i++ {
		a, b := ids[i-1], ids[i]
		same := 0
		for same < min(len(a), len(b)) && a[same] == b[same] {
			same++
		}
		n = max(n, same+1)
	}
	return min(n, maxDigits)
}

func notHex(id string) bool { return strings.Trim(id, "0123456789abcdef-") != "" }

// parseStream reads prefix/container/task. A stream that is named otherwise is
// a Docker container's id, or a name given by hand: it stands for the task.
func parseStream(stream string) (task, container string) {
	task = model.LogEvent{Stream: stream}.TaskID()
	if task == "" {
		return stream, ""
	}
	rest := strings.TrimSuffix(stream, "/"+task)
	if i := strings.LastIndexByte(rest, '/'); i >= 0 {
		container = rest[i+1:]
	}
	return task, container
}
