package fake

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// byHand begins the names of API faults that were made here.
const byHand = "by hand: "

// apiFault fails calls, or holds them up. The target is a pattern of actions.
func apiFault(id, title, help string, f sim.APIFault) fault {
	return fault{
		Fault: model.Fault{ID: id, Title: title, Help: help, Group: "AWS", On: "action"},
		inject: func(_ sim.View, target string) (sim.Command, error) {
			f := f
			f.Name = byHand + id + " " + target
			if target != "" && target != "*" {
				f.Actions = []string{target}
			}
			return sim.SetAPIFault{Fault: f}, nil
		},
		active: func(v sim.View) (out []model.ActiveFault) {
			for _, x := range v.APIFaults() {
				if strings.HasPrefix(x.Name, byHand+id+" ") {
					out = append(out, told(x))
				}
			}
			return out
		},
		end: func(_ sim.View, target string) (sim.Command, error) {
			return sim.EndAPIFault{Name: byHand + id + " " + target}, nil
		},
	}
}

// told is an API fault in words.
func told(x sim.APIFault) model.ActiveFault {
	on := "*"
	if len(x.Actions) > 0 {
		on = strings.Join(x.Actions, " ")
	}
	var facts []string
	if x.Code != "" {
		fact := x.Code
		if x.Share > 0 {
			fact += fmt.Sprintf(" for %.0f%% of the calls", 100*x.Share)
		}
		if x.Next > 0 {
			fact += fmt.Sprintf(" for the next %d calls", x.Next)
		}
		facts = append(facts, fact)
	}
	if x.Latency > 0 {
		facts = append(facts, x.Latency.String()+" slower")
	}
	if x.Lag > 0 {
		facts = append(facts, "reads up to "+x.Lag.String()+" behind")
	}
	return model.ActiveFault{Target: on, Detail: strings.Join(facts, ", "), Until: x.Until}
}

// apiFaults concern the calls to AWS, these here included.
var apiFaults = []fault{
	apiFault("denied", "denied", "calls are denied, as by a policy that lacks the permission", sim.APIFault{Code: sim.ErrAccessDenied}),
	apiFault("throttled", "throttled", "half of the calls are throttled", sim.APIFault{Code: sim.ErrThrottling, Share: 0.5}),
	apiFault("broken", "API errors", "a third of the calls fail with a server's error", sim.APIFault{Code: sim.ErrServer, Share: 0.33}),
	apiFault("slow", "slow API", "calls take two seconds longer", sim.APIFault{Latency: 2 * time.Second}),
	apiFault("expired", "credentials expired", "calls are refused: the security token has expired", sim.APIFault{Code: sim.ErrExpiredToken}),
	apiFault("lag", "reads lag", "reads may be half a minute behind writes", sim.APIFault{Lag: 30 * time.Second}),
	{
		Fault: model.Fault{ID: "api", Title: "fault of the scenario", Help: "an API fault that the scenario or somebody over HTTP made", Group: "AWS"},
		active: func(v sim.View) (out []model.ActiveFault) {
			for _, x := range v.APIFaults() {
				if !strings.HasPrefix(x.Name, byHand) {
					a := told(x)
					a.Detail = a.Target + ": " + a.Detail
					a.Target = x.Name
					out = append(out, a)
				}
			}
			return out
		},
		end: func(_ sim.View, target string) (sim.Command, error) { return sim.EndAPIFault{Name: target}, nil },
	},
}
