package ui_test

import (
	"time"

	"github.com/ecsdeck/ecsdeck/ui/views"
)

const soon = 20 * time.Minute

// workflows are those that ask for no action that is not there yet. The
// figures of the others are as they were measured.
var workflows = []workflow{
	{number: "1", name: "why is the deployment stuck", scenario: "bad-tag", at: soon, cluster: food,
		keys: []string{"d"}, target: 1, shows: []string{"CannotPullContainerError", "0/3 running"},
		console: "12 / 7", cli: "6, 744", e1s: "about 16"},
	{number: "2", name: "who scaled it", scenario: food, at: soon, cluster: food,
		keys: []string{"c"}, target: 1, shows: []string{"autoscaling", "AlarmHigh in ALARM"},
		console: "9 / 5", cli: "3, 512", e1s: "8, without who"},
	{number: "3", name: "tail all tasks across a deployment", scenario: "held", at: 15 * time.Minute, cluster: food,
		keys: []string{"l"}, target: 1, shows: []string{"follow", "INFO"},
		console: "6 / 3", cli: "3, 316", e1s: "7, leaves the screen"},
	{number: "4", name: "which tasks are on an instance", scenario: food, at: soon, cluster: food,
		keys: []string{"i", "enter"}, target: 3, shows: []string{"A DRAIN", "moves", "running"},
		console: "9 / 4", cli: "5, 615", e1s: "not possible"},
	{number: "6", name: "what a roll back would change", scenario: "bad-tag", at: soon, cluster: food,
		keys: []string{"="}, target: 2, shows: []string{"payment:1 → :2", "image"},
		console: "7 / 4", cli: "4, 422", e1s: "10, without a diff"},
	{number: "7", name: "compare the running revision with the one before", scenario: "bad-tag", at: soon, cluster: food,
		keys: []string{"="}, target: 1, shows: []string{"what the deployment under way brings in", "image"},
		console: "6 / 4", cli: "2, 269", e1s: "not possible"},
	{number: "7b", name: "compare any two revisions", scenario: food, at: soon, cluster: food, rest: []string{"home", "t", "f"},
		keys: []string{"space", "space", "="}, target: 3, shows: []string{"the two that were chosen", "difference"},
		console: "6 / 4", cli: "2, 269", e1s: "not possible"},
	{number: "9", name: "which services use an image", scenario: food, at: soon, cluster: food,
		keys: []string{":", "word uses payment", "enter"}, target: 2, shows: []string{"payment:2.4.0", "definitions read"},
		console: "not feasible", cli: "1 loop, 306", e1s: "not possible"},
	{number: "10", name: "stop a bad task", scenario: "oom", at: 15 * time.Minute, cluster: food, view: views.KindTasks, rest: []string{"/", "r", "u", "n", "n", "i", "n", "g", "enter"},
		keys: []string{"x"}, target: 2, shows: []string{"Stop task", "reason"},
		console: "5 / 3", cli: "3, 300", e1s: "about 10, without a reason"},
	{number: "11", name: "watch a deployment", scenario: "held", at: 15 * time.Minute, cluster: food,
		keys: nil, target: 0, shows: []string{":1→:2"},
		console: "reload by hand", cli: "watch, 207", e1s: "6, each 30 s"},
	{number: "12", name: "alarms and targets of a service", scenario: food, at: soon, cluster: food, rest: []string{"/", "o", "r", "d", "enter"},
		keys: []string{"d"}, target: 1, shows: []string{"TARGETS", "healthy", "ALARMS", "AlarmHigh"},
		console: "8 / 4", cli: "3, 357", e1s: "not possible"},
	{number: "13", name: "scale several services to zero", scenario: food, at: soon, cluster: food,
		keys: []string{"*", "s", "0"}, target: 3, shows: []string{"Scale 3 services", "stops 10 tasks"},
		console: "about 56 / 24", cli: "1 loop, 489", e1s: "80 to 90"},
	{number: "14", name: "what runs where: revision, image, digest", scenario: food, at: soon, cluster: food, w: 160,
		keys: nil, target: 0, shows: []string{"payment:3", "2.4.0", "IMAGE", "DIGEST"},
		console: "3 a service", cli: "4 a service, 436", e1s: "3 levels down"},
	{number: "15", name: "logs of the task that just died", scenario: "oom", at: 15 * time.Minute, cluster: food, view: views.KindTasks,
		keys: []string{"l"}, target: 1, shows: []string{"out of memory (137)", "these were its last lines"},
		console: "8 / 4", cli: "4, 515", e1s: "9, the last 50 lines"},
}
