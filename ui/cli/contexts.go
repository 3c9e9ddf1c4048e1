package cli

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// maxContexts is how many accounts and regions are asked at once.
const maxContexts = 16

// Contexts are every profile in every region that was asked for. Without any
// it is one, of which all is left to the environment.
func (f Flags) Contexts() []model.Context {
	var out []model.Context
	for _, p := range names(f.Profile) {
		for _, r := range names(f.Region) {
			out = append(out, model.Context{Profile: p, Region: r})
		}
	}
	return out
}

// names are those of a list with commas, each once; "" is one that is left open.
func names(list string) []string {
	var out []string
	for n := range strings.SplitSeq(list, ",") {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if out == nil {
		return []string{""}
	}
	return out
}

// several tells that more than one account or region is open.
func several(b backend.Backend) bool { return len(contextsOf(b)) > 1 }

// contextsOf are the accounts and regions that are open, none where a backend
// does not tell.
func contextsOf(b backend.Backend) []model.Context {
	if s, ok := backend.As[backend.Switcher](b); ok {
		return s.Contexts()
	}
	return nil
}

// placed are records that say in which account and region each row is, as the
// ARN in it tells. Where that names no account they say by which profile it was
// read, if only one of contexts can have read it.
func (r records) placed(contexts []model.Context) records {
	if slices.ContainsFunc(r.headers, func(h header) bool { return h.name == "account" }) {
		return r
	}
	at := min(1, len(r.headers))
	for i, h := range r.headers {
		if h.name == "cluster" || h.name == "service" {
			at = i + 1
			break
		}
	}
	columns := []header{{name: "account", title: "ACCOUNT"}, {name: "region", title: "REGION"}, {name: "profile"}}
	out := records{headers: slices.Insert(slices.Clone(r.headers), at, columns...)}
	for _, row := range r.rows {
		account, region := place(row)
		profile := ""
		if account == "" {
			profile = profileIn(contexts, region)
		}
		cells := make([]cell, len(columns))
		for i, v := range []string{account, region, profile} {
			cells[i] = cell{value: v, plain: true}.finished(columns[i])
		}
		out.rows = append(out.rows, slices.Insert(slices.Clone(row), at, cells...))
	}
	return out
}

// place is the account and region that the first ARN of a row tells which has
// them: that of a role is of no region.
func place(row []cell) (account, region string) {
	for _, c := range row {
		arn, ok := c.value.(string)
		if f := strings.SplitN(arn, ":", 6); ok && len(f) == 6 && f[0] == "arn" {
			if account == "" {
				account = f[4]
			}
			if region == "" {
				region = f[3]
			}
		}
	}
	return account, region
}

// profileIn is the profile of the only context in a region, "" if there is none
// or there are several.
func profileIn(contexts []model.Context, region string) (profile string) {
	for _, c := range contexts {
		if c.Region != region || region == "" {
			continue
		}
		if profile != "" {
			return ""
		}
		profile = c.Profile
	}
	return profile
}
