package wire

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// settingsPage is how many account settings a page has (SDK ecs,
// ListAccountSettings).
const settingsPage = 10

// principal is whose settings are meant: the caller's, when nobody is named.
// The root user's are those of everybody who has none of their own.
func (c call) principal(arn *string) string {
	switch p := aws.ToString(arn); p {
	case "":
		return c.caller()
	case c.iam("root"):
		return ""
	default:
		return p
	}
}

func (c call) projectSetting(s sim.AccountSetting) types.Setting {
	out := types.Setting{Name: types.SettingName(s.Name), Value: aws.String(s.Value), PrincipalArn: aws.String(s.Principal), Type: types.SettingTypeUser}
	if s.Principal == "" {
		out.PrincipalArn = aws.String(c.iam("root"))
	}
	if s.Managed {
		out.Type = types.SettingTypeAwsManaged
	}
	return out
}

func putAccountSetting(c call, in *ecs.PutAccountSettingInput) (*ecs.PutAccountSettingOutput, error) {
	cmd := sim.PutAccountSetting{Principal: c.principal(in.PrincipalArn), Name: string(in.Name), Value: aws.ToString(in.Value)}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := c.projectSetting(sim.AccountSetting{Name: cmd.Name, Value: cmd.Value, Principal: cmd.Principal})
	return &ecs.PutAccountSettingOutput{Setting: &out}, nil
}

func putAccountSettingDefault(c call, in *ecs.PutAccountSettingDefaultInput) (*ecs.PutAccountSettingDefaultOutput, error) {
	cmd := sim.PutAccountSetting{Name: string(in.Name), Value: aws.ToString(in.Value)}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := c.projectSetting(sim.AccountSetting{Name: cmd.Name, Value: cmd.Value})
	return &ecs.PutAccountSettingDefaultOutput{Setting: &out}, nil
}

// deleteAccountSetting answers with what holds from now on.
func deleteAccountSetting(c call, in *ecs.DeleteAccountSettingInput) (*ecs.DeleteAccountSettingOutput, error) {
	p := c.principal(in.PrincipalArn)
	if _, err := c.world.Do(sim.DeleteAccountSetting{Principal: p, Name: string(in.Name)}); err != nil {
		return nil, err
	}
	all := c.view.AccountSettings(p, true)
	i := slices.IndexFunc(all, func(s sim.AccountSetting) bool { return s.Name == string(in.Name) })
	out := c.projectSetting(all[i])
	out.PrincipalArn = aws.String(p)
	if p == "" {
		out.PrincipalArn = aws.String(c.iam("root"))
	}
	return &ecs.DeleteAccountSettingOutput{Setting: &out}, nil
}

func listAccountSettings(c call, in *ecs.ListAccountSettingsInput) (*ecs.ListAccountSettingsOutput, error) {
	size := settingsPage
	if in.MaxResults != 0 {
		var err error
		if size, err = pageSize("maxResults", &in.MaxResults, settingsPage, settingsPage); err != nil {
			return nil, err
		}
	}
	if in.Value != nil && in.Name == "" {
		return nil, invalid("You must specify a setting name to filter by value.")
	}
	p := c.principal(in.PrincipalArn)
	rows := slices.DeleteFunc(c.view.AccountSettings(p, in.EffectiveSettings), func(s sim.AccountSetting) bool {
		return in.Name != "" && string(in.Name) != s.Name || in.Value != nil && *in.Value != s.Value
	})
	l := listing[sim.AccountSetting]{
		rows: rows, key: func(s sim.AccountSetting) string { return s.Name },
		scope: scopeOf("ListAccountSettings", p, in.EffectiveSettings, in.Name, aws.ToString(in.Value)),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListAccountSettingsOutput{Settings: each(rows, c.projectSetting), NextToken: next}, nil
}
