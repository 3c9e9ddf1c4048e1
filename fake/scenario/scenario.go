// Package scenario builds simulated worlds from YAML files: those embedded in
// the program and those that people write. A file declares what exists (images
// and what they do, task definitions, clusters with capacity, services,
// traffic and schedules) and what is going to happen; Build turns it into a
// sim.World that has already come to rest.
//
// The structs of this package are the file format. The tags of a field say
// what a file may leave out (default), what must be there (required), which
// values there are (enum) and what a name refers to (ref); its comment is what
// docs/scenarios.md and the JSON schema say of it.
package scenario

import "time"

// Scenario is a file: a world, and what is going to happen in it.
type Scenario struct {
	// Title says in one line what the scenario shows.
	Title string `yaml:"title"`
	// Region is the AWS region that the world is in.
	Region string `yaml:"region" default:"eu-west-1"`
	// Account is the number of the AWS account.
	Account string `yaml:"account" default:"123456789012" pattern:"^[0-9]{12}$" form:"12 digits"`
	// Zones are the availability zones: a, b and c of the region when there are none.
	Zones []string `yaml:"zones"`
	// Start is the simulated time at which the world is handed over.
	Start time.Time `yaml:"start" required:"true"`
	// Settle is how long before Start the world begins, so that its services
	// are up, its metrics have a past and nothing moves that should not. 48h at
	// the most.
	Settle time.Duration `yaml:"settle"`
	// Images are what the containers run, and how that behaves. An image that is
	// not declared is a small well-behaved application.
	Images []Image `yaml:"images"`
	// TaskDefinitions are the families, each with its revisions.
	TaskDefinitions []TaskDefinition `yaml:"taskDefinitions"`
	// TargetGroups are the load balancers' lists of targets.
	TargetGroups []TargetGroup `yaml:"targetGroups"`
	// LoadBalancers are the load balancers whose listeners and rules are written
	// down; one that a target group names is made by itself.
	LoadBalancers []Balancer `yaml:"loadBalancers"`
	// Roles are the IAM roles that are not as they should be.
	Roles []Role `yaml:"roles"`
	// Secrets are the secrets, parameters and S3 objects of which something is to
	// be said.
	Secrets []Secret `yaml:"secrets"`
	// Routes are ways from tasks to what they need, that work or do not.
	Routes []Route `yaml:"routes"`
	// Subnets are the zones' subnets of which something is to be said.
	Subnets []Subnet `yaml:"subnets"`
	// Repositories are the image repositories of which something is to be said.
	Repositories []Repository `yaml:"repositories"`
	// Daemons are the ECS daemons of clusters.
	Daemons []Daemon `yaml:"daemons"`
	// Express are the services that Express Mode looks after.
	Express []Express `yaml:"express"`
	// Functions are what the functions of lifecycle hooks answer.
	Functions []Function `yaml:"functions"`
	// Clusters are the clusters and what is in them. There is at least one.
	Clusters []Cluster `yaml:"clusters" required:"true"`
	// Plan is what happens after Start.
	Plan []Step `yaml:"plan"`

	file positions
}
