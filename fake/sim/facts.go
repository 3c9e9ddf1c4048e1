package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// facts is what is said of the account around ECS. What nobody has declared
// exists, permits and can be reached, so that a world needs none of it.
type facts struct {
	roles        map[string]SetRole       // by name
	things       map[string]bool          // secrets, parameters, objects: whether it exists
	cut          map[string]bool          // routes that do not work, by zone/to
	repositories map[string]SetRepository // by name
	subnets      map[string]int           // free addresses by zone
	stuck        map[string]bool          // what cannot be provisioned
	daemons      []*Daemon                // by cluster and name
	express      map[Key]SetExpress
}

func newFacts() facts {
	return facts{
		roles: map[string]SetRole{}, things: map[string]bool{}, cut: map[string]bool{}, repositories: map[string]SetRepository{},
		subnets: map[string]int{}, stuck: map[string]bool{}, express: map[Key]SetExpress{},
	}
}

// SetRole declares an IAM role. One that does not exist cannot be assumed;
// Denies are actions that its policies do not allow, such as ecr:* or
// secretsmanager:GetSecretValue.
type SetRole struct {
	Name   string // or its ARN
	Exists bool
	Denies []string
}

func (c SetRole) do(w *World) (Reply, error) {
	c.Name = roleName(c.Name)
	if c.Name == "" {
		return Reply{}, &Error{ErrInvalid, "a role needs a name"}
	}
	w.state.facts.roles[c.Name] = c
	w.declared(c.Name, "role", c.Exists, strings.Join(c.Denies, " "))
	return Reply{}, nil
}

// declared journals a fact.
func (w *World) declared(entity, what string, exists bool, more string) {
	text := what + " exists"
	if !exists {
		text = what + " does not exist"
	}
	if more != "" {
		text += ", denies " + more
	}
	w.note(Entry{Kind: "command", Entity: entity, Text: text})
}

func roleName(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

// SetSecret declares a secret of Secrets Manager, a parameter of SSM or an
// object of S3 by its ARN, or as a definition names it.
type SetSecret struct {
	ARN    string
	Exists bool
}

func (c SetSecret) do(w *World) (Reply, error) {
	if c.ARN == "" {
		return Reply{}, &Error{ErrInvalid, "a secret needs its ARN"}
	}
	w.state.facts.things[c.ARN] = c.Exists
	w.declared(c.ARN, "secret", c.Exists, "")
	return Reply{}, nil
}

// Routes that a task needs while it starts.
const (
	RouteRegistry = "registry"
	RouteSecrets  = "secrets"
	RouteLogs     = "logs"
	RouteObjects  = "s3"
)

// SetRoute declares whether tasks reach what they need while they start: To is
// registry, secrets, logs or s3. Without a zone it is so in all of them.
type SetRoute struct {
	To   string
	Zone string
	Up   bool
}

func (c SetRoute) do(w *World) (Reply, error) {
	if all := []string{RouteRegistry, RouteSecrets, RouteLogs, RouteObjects}; !slices.Contains(all, c.To) {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("there is no route to %q: it is one of %s", c.To, strings.Join(all, ", "))}
	}
	if err := w.knowsZone(c.Zone); err != nil {
		return Reply{}, err
	}
	state := "works"
	if delete(w.state.facts.cut, c.Zone+"/"+c.To); !c.Up {
		w.state.facts.cut[c.Zone+"/"+c.To], state = true, "does not work"
	}
	w.note(Entry{Kind: "command", Entity: c.Zone, Text: "route to " + c.To + " " + state})
	return Reply{}, nil
}

func (w *World) knowsZone(zone string) error {
	if zone != "" && !slices.Contains(w.state.zones, zone) {
		return &Error{ErrInvalid, fmt.Sprintf("there is no zone %q: the zones are %s", zone, strings.Join(w.state.zones, ", "))}
	}
	return nil
}

// SetSubnet declares how many addresses the subnet of a zone has left. A task
// with a network interface of its own takes one; it comes back when the task
// has stopped. A negative number is plenty.
type SetSubnet struct {
	Zone string
	Free int
}

func (c SetSubnet) do(w *World) (Reply, error) {
	if c.Zone == "" {
		return Reply{}, &Error{ErrInvalid, "a subnet needs its zone"}
	}
	if err := w.knowsZone(c.Zone); err != nil {
		return Reply{}, err
	}
	if delete(w.state.facts.subnets, c.Zone); c.Free >= 0 {
		w.state.facts.subnets[c.Zone] = c.Free
	}
	left := "plenty of"
	if c.Free >= 0 {
		left = strconv.Itoa(c.Free)
	}
	w.note(Entry{Kind: "command", Entity: c.Zone, Text: "subnet has " + left + " addresses left"})
	return Reply{}, nil
}

// SetRepository declares a repository of images: one that does not exist, or
// one that has these tags and no others. Without tags it has any.
type SetRepository struct {
	Name   string
	Exists bool
	Tags   []string
}

func (c SetRepository) do(w *World) (Reply, error) {
	if c.Name == "" || c.Name != repository(c.Name) {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("%q is no name of a repository: it has no tag", c.Name)}
	}
	w.state.facts.repositories[c.Name] = c
	w.declared(c.Name, "repository", c.Exists, "")
	return Reply{}, nil
}

// Things that AWS provisions for a task.
const (
	ProvisionInterface = "interface"
	ProvisionStorage   = "storage"
)

// SetProvisioning declares whether AWS manages to provision what new tasks
// need: Of is interface, their network interfaces, or storage, the ephemeral
// storage of Fargate.
type SetProvisioning struct {
	Of    string
	Works bool
}

func (c SetProvisioning) do(w *World) (Reply, error) {
	if c.Of != ProvisionInterface && c.Of != ProvisionStorage {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("there is nothing %q to provision: it is interface or storage", c.Of)}
	}
	state := "works"
	if delete(w.state.facts.stuck, c.Of); !c.Works {
		w.state.facts.stuck[c.Of], state = true, "does not work"
	}
	w.note(Entry{Kind: "command", Entity: c.Of, Text: "provisioning " + state})
	return Reply{}, nil
}

// reaches tells whether tasks of a zone reach what is at the end of a route.
func (v View) reaches(zone, to string) bool {
	f := v.w.state.facts
	return !f.cut["/"+to] && !f.cut[zone+"/"+to]
}

// exists tells whether a secret, parameter or object is there. A secret may be
// named with a key, stage and version behind its ARN.
func (v View) exists(arn string) bool {
	there, said := v.w.state.facts.things[arn]
	if !said {
		if parts := strings.Split(arn, ":"); len(parts) > 7 {
			there, said = v.w.state.facts.things[strings.Join(parts[:7], ":")]
		}
	}
	return there || !said
}

// may tells whether a role's policies allow an action.
func (v View) may(role, action string) bool {
	for _, denied := range v.w.state.facts.roles[roleName(role)].Denies {
		if head, pattern := strings.CutSuffix(denied, "*"); denied == action || pattern && strings.HasPrefix(action, head) {
			return false
		}
	}
	return true
}

// Unassumable is the text about a role of a definition that ECS cannot assume,
// "" when it can: RunTask is refused with it, and a service writes it as an
// event (service-event-messages-list).
func (v View) Unassumable(def *TaskDef, o Overrides) string {
	for _, arn := range []string{o.executionRole(def), o.taskRole(def)} {
		if r, said := v.w.state.facts.roles[roleName(arn)]; arn != "" && said && !r.Exists {
			return "ECS was unable to assume the role '" + arn + "' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
		}
	}
	return ""
}
