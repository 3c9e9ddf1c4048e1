package views

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/ui/table"
)

// taskColumns are the columns of a list of tasks. What runs is at hand where there
// is room: revision, image and digest in one row.
var taskColumns = []table.Column[taskRow]{
	{ID: "task", Title: "TASK", Width: 10, Less: func(a, b taskRow) bool { return a.Ref.ID < b.Ref.ID },
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.Marked(t.Severity(), t.Ref.Short()) }},
	{ID: "status", Title: "STATUS", Width: 12, Min: 8, Less: func(a, b taskRow) bool { return a.Status.Order() < b.Status.Order() },
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.State(t.Severity(), statusWord(t.Task)) }},
	{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Drop: 5, Tail: true,
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.Text(groupName(t.Task)) }},
	{ID: "health", Title: "HEALTH", Width: 9, Drop: 3,
		Cell: func(t taskRow, _ table.Env) table.Cell { return taskHealthCell(t.Task) }},
	{ID: "revision", Title: "REV", Width: 4, Align: table.Right, Drop: 2, Less: func(a, b taskRow) bool { return a.TaskDef.Revision < b.TaskDef.Revision },
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.Text(fmt.Sprintf(":%d", t.TaskDef.Revision)) }},
	{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Drop: 1, Calm: true, Less: func(a, b taskRow) bool { return a.Since().After(b.Since()) },
		Cell: func(t taskRow, env table.Env) table.Cell { return ageCell(t.Task, env) }},
	{ID: "image", Title: "IMAGE", Width: 18, Min: 16, Wide: true, Drop: 6, Tail: true, Cell: func(t taskRow, _ table.Env) table.Cell { return imageCell(t.Task) }},
	{ID: "digest", Title: "DIGEST", Width: 8, Wide: true, Drop: 6, Cell: func(t taskRow, _ table.Env) table.Cell { return digestCell(t.Task) }},
	{ID: "ip", Title: "IP", Width: 13, Wide: true, Drop: 7, Cell: func(t taskRow, _ table.Env) table.Cell { return table.Dim(or(t.IP)) }},
	{ID: "zone", Title: "ZONE", Width: 11, Wide: true, Drop: 8, Cell: func(t taskRow, _ table.Env) table.Cell { return table.Dim(or(t.Zone)) }},
	{ID: "size", Title: "CPU/MEM", Width: 10, Wide: true, Drop: 9, Align: table.Right, Less: func(a, b taskRow) bool { return a.Memory < b.Memory },
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.Dim(size(t.CPU, t.Memory)) }},
	{ID: "instance", Title: "INSTANCE", Width: 9, Wide: true, Drop: 10, Cell: func(t taskRow, _ table.Env) table.Cell { return table.Dim(hostOf(t.Task)) }},
	{ID: "startedby", Title: "STARTED BY", Width: 16, Wide: true, Drop: 11, Tail: true,
		Cell: func(t taskRow, _ table.Env) table.Cell { return table.Dim(or(t.StartedBy)) }},
	{ID: "why", Title: "EXIT/WHY", Width: 16, Min: 8, Flex: true, Drop: 1,
		Cell: whyCell},
}
