package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

func (c capacityRow) name() string {
	if c.launch != "" {
		return "launch type " + string(c.launch)
	}
	return c.Name
}

// kind is what stands behind the provider, in a word or two.
func (c capacityRow) kind() string {
	switch {
	case c.launch != "":
		return "none"
	case c.Type == "EC2_AUTOSCALING", c.GroupARN != "":
		return "ASG"
	case c.Type == "MANAGED_INSTANCES":
		return "managed"
	case c.Type == "FARGATE_SPOT", c.Name == "FARGATE_SPOT":
		return "Spot"
	case c.Type == "FARGATE", c.Name == "FARGATE":
		return "Fargate"
	}
	return or(strings.ToLower(c.Type))
}

func (c capacityRow) severity() model.Severity {
	switch {
	case c.launch != "":
		return model.Idle
	case strings.HasSuffix(c.UpdateStatus, "FAILED"):
		return model.Warning
	case c.Status == "ACTIVE" && c.waiting > 0:
		return model.Moving
	case c.Status == "ACTIVE":
		return model.Good
	case c.Status == "PROVISIONING", c.Status == "DEPROVISIONING":
		return model.Moving
	case c.Status == "INACTIVE":
		return model.Warning
	}
	return model.Unknown
}

func (c capacityRow) state() table.Cell {
	word := strings.ToLower(or(c.Status))
	switch sev := c.severity(); {
	case c.launch != "":
		return table.Dim("-")
	case strings.HasSuffix(c.UpdateStatus, "FAILED"):
		return table.State(sev, word+", change failed")
	case c.Status == "ACTIVE":
		return table.Text(word)
	default:
		return table.State(sev, word)
	}
}

// scales is how its group is kept at the size that its tasks need.
func (c capacityRow) scales() string {
	switch {
	case c.ManagedScaling && c.TargetCapacity > 0:
		return fmt.Sprintf("to %d%%", c.TargetCapacity)
	case c.ManagedScaling:
		return "on"
	case c.GroupARN != "":
		return "off"
	}
	return "-"
}

// managed is what only managed scaling has, grouped what only a group has.
func (c capacityRow) managed(words string) string {
	if !c.ManagedScaling {
		return "-"
	}
	return words
}

func (c capacityRow) grouped(words string) string {
	if c.GroupARN == "" {
		return "-"
	}
	return words
}

func (c capacityRow) count(n int, known bool) table.Cell {
	switch {
	case c.launch != "" || c.GroupARN == "" && n == 0:
		return table.Dim("-")
	case !known:
		return table.Dim("?")
	case n == 0:
		return table.Dim("0")
	}
	return table.Text(text.Count(n))
}

// tighter is the room of which more is taken.
func (c capacityRow) tighter() model.Room {
	if percent(c.memory) > percent(c.cpu) {
		return c.memory
	}
	return c.cpu
}

func c100(c capacityRow) int { return percent(c.tighter()) }

// shareWords is weight 1 base 2.
func shareWords(s model.StrategyItem) string {
	words := fmt.Sprintf("weight %d", s.Weight)
	if s.Base > 0 {
		words += fmt.Sprintf(" base %d", s.Base)
	}
	return words
}

func (c capacityRow) usedBy() string {
	names := make([]string, 0, len(c.users))
	for _, u := range c.users {
		names = append(names, u.service.Ref.Name)
	}
	return strings.Join(names, " ")
}

// says is how it stands with the provider, in a sentence.
func (c capacityRow) says() string {
	users := text.Plural(len(c.users), "service")
	switch {
	case c.launch != "":
		return users + " without a capacity provider: " + c.usedBy()
	case strings.HasSuffix(c.UpdateStatus, "FAILED"):
		return "its last change failed: " + or(c.UpdateReason)
	case c.waiting > 0:
		return fmt.Sprintf("%s for an instance that it has yet to start; %s", text.Plural(c.waiting, "task")+" wait", users)
	case c.GroupARN != "" && !c.ManagedScaling:
		return "nothing but the group's own rules changes how many instances there are; " + users
	case c.read && c.GroupARN != "" && c.hosts == 0:
		return "no instances now; " + users
	case c.cpu.Registered > 0:
		return fmt.Sprintf("CPU %d%%, memory %d%% of its instances reserved; %s", percent(c.cpu), percent(c.memory), users)
	}
	return strings.ToLower(or(c.Status)) + "; " + users
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
