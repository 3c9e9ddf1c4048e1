package sim

// lifeMoment is a moment in a task's life that its log tells of.
type lifeMoment uint8

// The moments.
const (
	momentStarted lifeMoment = iota // the process began
	momentReady                     // it answers
	momentTerm                      // it was asked to stop
	momentExit                      // it left, with its exit code
	momentKilled                    // killed for memory or for being slow to stop: no line of its own
)

// logLife writes what the task's first container says at a moment.
func (w *World) logLife(t *Task, m lifeMoment) {}

func (c CreateLogGroup) do(w *World) (Reply, error) { panic("being written") }
