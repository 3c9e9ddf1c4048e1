package views

import "github.com/ecsdeck/ecsdeck/ui/keymap"

// Screens about services and what keeps them up.
const (
	KindDeployments = "deployments"
	KindDeployment  = "deployment"
	KindAutoscaling = "autoscaling"
	KindTargets     = "targets"
	KindAlarms      = "alarms"
	KindChanges     = "changes"
	KindMetrics     = "metrics"
)

// Keys of services, in their list and on the screens about one.
var (
	bindChanges = keymap.Binding{Action: "changes", Keys: []string{"c"}, Title: "changes", Help: "who and what changed it: deployments, scaling, CloudTrail", Weight: 54}
	bindMetrics = keymap.Binding{Action: "metrics", Keys: []string{"u"}, Title: "metrics", Help: "charts of its CPU and memory", Weight: 52}
)
