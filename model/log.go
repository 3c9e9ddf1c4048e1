package model

import (
	"strings"
	"time"
)

// LogEvent is one line that a container wrote. Message is untrusted text.
type LogEvent struct {
	ID       string // CloudWatch's event id where it has one
	At       time.Time
	Ingested time.Time
	Group    string
	Stream   string
	Message  string
}

// TaskID is the task that wrote the line, read from a stream named
// prefix/container/task id; "" when the stream is named otherwise.
func (e LogEvent) TaskID() string {
	i := strings.LastIndexByte(e.Stream, '/')
	if i < 0 {
		return ""
	}
	return e.Stream[i+1:]
}

// LogGroup is a log group of CloudWatch Logs.
type LogGroup struct {
	Name      string
	ARN       string
	Retention int   // days; 0 keeps for ever
	Stored    int64 // bytes
	CreatedAt time.Time
}

// LogStream is a stream of a log group.
type LogStream struct {
	Group, Name string
	CreatedAt   time.Time
	FirstAt     time.Time // of events
	LastAt      time.Time
}
