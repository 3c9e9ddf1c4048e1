package model

import (
	"fmt"
	"strings"
)

// Stop is why a task ended.
type Stop struct {
	Says  string // in AWS's words, which are untrusted text
	Means string // in plain ones; "" when this program has none
	Do    string // what to do about it; "" when nothing is to be done
}

// Stop explains why the task ended or is ending. A container's reason says more
// than the task's, which is often only that an essential container exited.
func (t Task) Stop() Stop {
	if !t.Stopped() && !t.Stopping() {
		return Stop{}
	}
	says := make([]string, 0, len(t.Containers)+1)
	for _, c := range t.Containers {
		if c.Reason != "" {
			says = append(says, c.Reason)
		}
	}
	if t.StoppedReason != "" {
		says = append(says, t.StoppedReason)
	}
	for _, text := range says {
		if t.StopCode == StopUser && text == t.StoppedReason && !strings.HasSuffix(text, "by user") {
			return byCode(StopUser, text) // the words are a person's
		}
		if c, ok := causeOf(text); ok {
			return c.stop(text)
		}
	}
	first := ""
	if len(says) > 0 {
		first = says[0]
	}
	if code, told := t.Exit(); told {
		return exited(first, code)
	}
	return byCode(t.StopCode, first)
}

// Explain is what a stoppedReason, or the reason of a container, means.
func Explain(says string) (Stop, bool) {
	c, ok := causeOf(says)
	return c.stop(says), ok
}

func (c cause) stop(says string) Stop { return Stop{Says: says, Means: c.means, Do: c.do} }

// causeOf finds the first cause all of whose words are in a text.
func causeOf(says string) (cause, bool) {
	says = strings.ToLower(strings.ReplaceAll(says, "’", "'"))
	if c, ok := bare[strings.TrimPrefix(says, "taskfailedtostart: ")]; ok {
		return c, true
	}
	for _, c := range causes {
		if c.in(says) {
			return c, true
		}
	}
	return cause{}, false
}

func (c cause) in(says string) bool {
	for _, word := range c.words {
		if !strings.Contains(says, word) {
			return false
		}
	}
	return true
}

// exits are what exit codes usually mean.
var exits = map[int]cause{
	0:   {means: "the program came to its end by itself: it is essential, so the task ended with it", do: "If it should go on for ever, its log says why it did not."},
	1:   {means: "the application ended with an error of its own", do: "Its last log lines say which."},
	2:   {means: "the application ended with an error of its own, often a wrong argument", do: "Its last log lines say which; compare the command with the previous revision."},
	125: {means: "the container runtime could not run the container", do: "Check its options in the task definition."},
	126: {means: "the command is there and cannot be executed", do: "Make it executable in the image, and check that it is built for this CPU architecture."},
	127: {means: "the command is not in the image", do: "Check entry point and command of the task definition against the image."},
	134: {means: "the application aborted itself (SIGABRT)", do: "Its last log lines say why."},
	137: {means: "killed (SIGKILL): it did not end within its stop timeout, or something outside killed it; not for memory, which would be said", do: "Have it end on SIGTERM, or raise stopTimeout."},
	139: {means: "the application accessed memory that is not its own (SIGSEGV)", do: "A crash of the program or a library: try the image with the same input elsewhere."},
	143: {means: "it was asked to end (SIGTERM) and did"},
	255: {means: "the container failed or its entry point did", do: "Its last log lines say why."},
}

func exited(says string, code int) Stop {
	c, ok := exits[code]
	if !ok {
		c = cause{means: "the application ended with a code of its own", do: "Its last log lines say why."}
	}
	s := c.stop(says)
	s.Means = fmt.Sprintf("exit %d: %s", code, s.Means)
	return s
}

// byCode is what is left to say when there is no text that is known.
func byCode(code StopCode, says string) Stop {
	switch code {
	case StopUser:
		return Stop{says, "somebody stopped it, and gave this as the reason", ""}
	case StopScheduler:
		return Stop{says, "the service stopped it", "Its events say why."}
	case StopSpot:
		return Stop{says, "AWS took the Spot capacity back, with two minutes' notice", spotAdvice}
	case StopTermination:
		return Stop{says, "the host was terminated", hostAdvice}
	case StopInfrastructure:
		return Stop{says, "ECS found the host to be unhealthy", "It is replaced by itself; several of one instance are a sign to replace that."}
	case StopFailedToStart:
		return Stop{says, "it never came to run", "The events of its service may say more."}
	case StopEssentialExited:
		return Stop{says, "a container without which the task cannot go on has ended, and no exit code was told", "Its last log lines say why."}
	case stopCodeNotStoppedAs:
	}
	return Stop{Says: says}
}
