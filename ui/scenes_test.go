package ui_test

import (
	"time"

	"github.com/ecsdeck/ecsdeck/ui/views"
)

const food = "food-delivery"

// scenes show every screen, and what can stand before one.
var scenes = []scene{
	{kind: views.KindHome, scenario: "oom", at: 15 * time.Minute},
	{name: "home-well"},
	{kind: views.KindClusters, view: views.KindClusters},
	{kind: views.KindInstances, cluster: food, view: views.KindInstances},
	{kind: views.KindInstance, cluster: food, view: views.KindInstances, keys: []string{"enter"}},
	{kind: views.KindPlacement, cluster: food, view: views.KindPlacement},
	{kind: views.KindCapacity, cluster: food, view: views.KindCapacity},
	{kind: views.KindTree, scenario: "oom", at: 15 * time.Minute, cluster: food, view: views.KindTree},
	{kind: views.KindEvents, cluster: food, view: views.KindEvents},

	{kind: views.KindServices, cluster: food},
	{name: "services-stuck", scenario: "bad-tag", at: 20 * time.Minute, cluster: food},
	{name: "services-marked", cluster: food, keys: []string{"space", "space"}},
	{name: "services-filtered", cluster: food, keys: []string{"/", "c", "p", "u", ">", "7", "0"}},
	{kind: views.KindService, cluster: food, service: "order", view: views.KindService},
	{name: "service-rolling", scenario: "held", at: 15 * time.Minute, cluster: food, service: "payment", view: views.KindService},
	{kind: views.KindDeployments, cluster: food, service: "order", view: views.KindDeployments},
	{kind: views.KindDeployment, scenario: "canary", at: 8 * time.Minute, cluster: "shop", service: "shop", view: views.KindDeployments, keys: []string{"enter"}},
	{kind: views.KindAutoscaling, cluster: food, service: "order", view: views.KindAutoscaling},
	{kind: views.KindTargets, cluster: food, service: "order", view: views.KindTargets},
	{kind: views.KindAlarms, cluster: food, service: "order", view: views.KindAlarms},
	{kind: views.KindChanges, cluster: food, service: "order", view: views.KindChanges},
	{kind: views.KindMetrics, cluster: food, service: "order", view: views.KindMetrics},
	{name: "metrics-overlaid", cluster: food, view: views.KindMetrics},
	{kind: views.KindLogs, cluster: food, service: "order", view: views.KindLogs},

	{kind: views.KindTasks, cluster: food, service: "order"},
	{kind: views.KindStopped, scenario: "oom", at: 15 * time.Minute, cluster: food, view: views.KindStopped},
	{kind: views.KindTask, cluster: food, service: "order", keys: []string{"enter"}},
	{name: "task-stopped", scenario: "oom", at: 15 * time.Minute, cluster: food, view: views.KindStopped, keys: []string{"enter"}},
	{kind: views.KindFamilies, view: views.KindFamilies},
	{kind: views.KindRevisions, view: views.KindFamilies, keys: []string{"down", "enter"}},
	{kind: views.KindDefinition, cluster: food, service: "order", keys: []string{"t"}},
	{kind: views.KindDiff, scenario: "oom", at: 15 * time.Minute, cluster: food, service: "payment", view: views.KindDiff},
	{kind: views.KindUses, cluster: food, keys: []string{":", "u", "s", "e", "s", "space", "p", "a", "y", "enter"}},
	{kind: views.KindImages, view: views.KindImages},

	{kind: views.KindDocument, cluster: food, keys: []string{"D"}},
	{kind: views.KindJSON, cluster: food, service: "order", view: views.KindJSON},
	{kind: views.KindErrors, view: views.KindErrors},
	{kind: views.KindContexts, view: views.KindContexts},
	{kind: views.KindCalls, view: views.KindCalls},
	{kind: views.KindPermissions, view: views.KindPermissions},
	{kind: views.KindPolicy, view: views.KindPolicy},
	{kind: views.KindClock, view: views.KindClock},
	{kind: views.KindFaults, view: views.KindFaults},
	{kind: views.KindJournal, view: views.KindJournal},

	{name: "help", cluster: food, keys: []string{"?"}},
	{name: "palette", cluster: food, keys: []string{":", "a", "l"}},
	{name: "find", cluster: food, keys: []string{"ctrl+k", "o", "r", "d"}},
	{name: "menu", cluster: food, keys: []string{"g"}},
	{name: "copy", cluster: food, keys: []string{"y"}},
	{name: "scale", cluster: food, keys: []string{"s"}},
	{name: "scale-marked", cluster: food, keys: []string{"*", "s"}},
}
