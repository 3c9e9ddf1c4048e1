package sim

import "time"

// state is everything the world knows. Only apply (and the commands, which go
// through it) writes to it; controllers see it through a View.
type state struct {
	clusters   map[string]*Cluster
	families   map[string][]*TaskDef // by family; index is revision-1
	groups     map[string]*TargetGroup
	balancers  map[string]*LoadBalancer
	lost       map[string]*TargetGroup // deleted
	providers  map[string]*Provider
	logGroups  map[string]*LogGroup
	alarms     map[string]*Alarm
	watchers   map[string][]Key       // services whose deployment an alarm may fail, by its name
	pushed     map[string][]time.Time // when something was pushed under an image's name
	changes    []Change               // oldest first
	outages    map[string]bool        // outside systems that are down
	hooks      map[string]HookAnswer  // by ARN of the function
	images     map[string]*Behaviour  // by image, or by repository without a tag
	addresses  map[string]bool        // private IPs in use
	alarmsOf   map[source][]*Alarm    // by what they watch
	pastAlarms []AlarmHistory         // of deleted alarms, the oldest first
	customs    map[string]*custom     // metrics of PutMetricData
	policies   map[string]policyRef   // scaling policies by ARN
	asgs       map[string]*AutoScalingGroup
	launches   map[string]*LaunchConfiguration
	zones      []string
	facts      facts
	tokens     map[string]runToken   // by cluster/token
	settings   map[settingKey]string // of the account, as far as they were set
	schedules  map[string]*schedule
	firings    int             // of schedules, put on the agenda so far
	down       map[string]bool // zones that are out
	fargate    fargate
	apiFaults  []*APIFault // oldest first
}

// Key names an entity for a controller to look at.
type Key struct{ Cluster, Name string }
