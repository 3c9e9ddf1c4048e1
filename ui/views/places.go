package views

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Columns that tell where a row is, while there is more than one place.
const (
	columnAccount = "account"
	columnRegion  = "region"
)

// places are those columns for rows that belong to a cluster. At 80 columns the
// account keeps its beginning and end.
func places[T any](of func(T) model.ClusterRef) []table.Column[T] {
	return []table.Column[T]{
		{ID: columnAccount, Title: "ACCOUNT", Width: 12, Min: 7, Drop: 1, Tail: true, Cell: func(row T, _ table.Env) table.Cell { return table.Dim(or(of(row).Account)) }},
		{ID: columnRegion, Title: "REGION", Width: 9, Drop: 1, Cell: func(row T, _ table.Env) table.Cell { return table.Dim(or(of(row).Region)) }},
	}
}

// hidePlaces leaves them out while there is one place only.
func hidePlaces(env screen.Env) []string {
	if len(env.Snap.Contexts) > 1 {
		return nil
	}
	return []string{columnAccount, columnRegion}
}

// fewFailed is how many contexts that fail have a line of their own.
const fewFailed = 3

// inALine is an error for a line that is cut: of a denial it says first what is
// not allowed, as the ARN of who asked would fill the line.
func inALine(err error) string {
	if told, is := screen.DeniedBy(err); is && backend.Word(err) == backend.KindDenied.String() {
		return told.Kind.String() + ": " + told.Op + ": " + told.Message
	}
	return err.Error()
}

// failedContexts are lines about contexts that do not answer, while others do.
func failedContexts(env screen.Env, _ screen.Ref) []string {
	if len(env.Snap.Contexts) < 2 {
		return nil
	}
	var lines []string
	failed := 0
	t := env.Theme
	for _, c := range env.Snap.Contexts {
		if c.Err == nil {
			continue
		}
		if failed++; failed <= fewFailed {
			lines = append(lines, t.Severity(model.Broken).Paint(text.Cut(" "+t.Glyph(model.Broken)+" "+text.Clean(c.Name()+": "+inALine(c.Err)), env.Width-1)))
		}
	}
	if more := failed - fewFailed; more > 0 {
		lines = append(lines, t.Dim.Paint(fmt.Sprintf("   and %d more: C has them all", more)))
	}
	return lines
}

// ContextNames names the first and counts the others.
func ContextNames(contexts []model.Context) string {
	if len(contexts) == 0 {
		return "nothing"
	}
	says := contexts[0].Name()
	if more := len(contexts) - 1; more > 0 {
		says += fmt.Sprintf(" and %d more", more)
	}
	return says
}
