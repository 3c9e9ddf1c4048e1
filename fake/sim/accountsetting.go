package sim

import (
	"fmt"
	"slices"
	"strings"
)

// accountSettings are the settings of an account with the values that they may
// have, AWS's default first (SDK ecs, PutAccountSetting; developer guide,
// ecs-account-settings).
var accountSettings = map[string][]string{
	"serviceLongArnFormat":            {"enabled"},
	"taskLongArnFormat":               {"enabled"},
	"containerInstanceLongArnFormat":  {"enabled"},
	"awsvpcTrunking":                  {"disabled", "enabled"},
	"containerInsights":               {"disabled", "enabled", "enhanced"},
	"dualStackIPv6":                   {"enabled", "disabled"},
	"fargateFIPSMode":                 {"disabled", "enabled"},
	"tagResourceAuthorization":        {"on", "off"},
	"fargateTaskRetirementWaitPeriod": {"7", "0", "14"},
	"guardDutyActivate":               {"off", "on"},
	"defaultLogDriverMode":            {"non-blocking", "blocking"},
	"fargateEventWindows":             {"disabled", "enabled"},
}

// insightsSetting is the setting that a cluster takes which says nothing of
// Container Insights itself.
const insightsSetting = "containerInsights"

// settingKey is a setting of a principal; the principal "" is everybody who has
// none of their own.
type settingKey struct{ principal, name string }

// AccountSetting is a setting of the account.
type AccountSetting struct {
	Name, Value string
	Principal   string // whose it is; "" is AWS's default, or the account's
	Managed     bool   // AWS's own: it cannot be set
}

// PutAccountSetting sets a setting of a principal, or the account's default for
// everybody without their own when Principal is "".
type PutAccountSetting struct{ Principal, Name, Value string }

func (c PutAccountSetting) do(w *World) (Reply, error) {
	values, ok := accountSettings[c.Name]
	switch {
	case !ok:
		return Reply{}, errNoSetting(c.Name)
	case managedSetting(c.Name):
		return Reply{}, &Error{ErrInvalid, "The setting " + c.Name + " is managed by AWS and cannot be changed."}
	case !slices.Contains(values, c.Value):
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("Invalid value %q for the setting %s. Valid values: %s.", c.Value, c.Name, strings.Join(values, ", "))}
	}
	w.state.settings[settingKey{c.Principal, c.Name}] = c.Value
	w.note(Entry{Kind: "command", Entity: c.Principal, Text: "account setting " + c.Name + " " + c.Value})
	return Reply{}, nil
}

// DeleteAccountSetting takes a principal's own setting away.
type DeleteAccountSetting struct{ Principal, Name string }

func (c DeleteAccountSetting) do(w *World) (Reply, error) {
	if accountSettings[c.Name] == nil {
		return Reply{}, errNoSetting(c.Name)
	}
	delete(w.state.settings, settingKey{c.Principal, c.Name})
	w.note(Entry{Kind: "command", Entity: c.Principal, Text: "account setting " + c.Name + " deleted"})
	return Reply{}, nil
}

func errNoSetting(name string) error {
	return &Error{ErrInvalid, fmt.Sprintf("Invalid setting name %q. Valid values: %s.", name, strings.Join(keys(accountSettings), ", "))}
}

// managedSetting tells a setting that AWS changes by itself (SDK ecs,
// PutAccountSetting: guardDutyActivate is read-only).
func managedSetting(name string) bool { return name == "guardDutyActivate" }

// AccountSettings are the settings of a principal by name: with effective those
// that hold for it, wherever they come from, else only its own.
func (v View) AccountSettings(principal string, effective bool) []AccountSetting {
	var out []AccountSetting
	for _, name := range keys(accountSettings) {
		if value, own := v.w.state.settings[settingKey{principal, name}]; own {
			out = append(out, AccountSetting{name, value, principal, managedSetting(name)})
		} else if effective {
			out = append(out, AccountSetting{name, v.accountSetting(name), "", managedSetting(name)})
		}
	}
	return out
}

// accountSetting is the account's default of a setting, else AWS's.
func (v View) accountSetting(name string) string {
	if value, ok := v.w.state.settings[settingKey{"", name}]; ok {
		return value
	}
	return accountSettings[name][0]
}

// insights is the setting of a cluster that a principal makes without one.
func (v View) insights(principal string) string {
	if value, ok := v.w.state.settings[settingKey{principal, insightsSetting}]; ok {
		return value
	}
	return v.accountSetting(insightsSetting)
}
