package cli

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
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
func several(b backend.Backend) bool {
	s, ok := backend.As[backend.Switcher](b)
	return ok && len(s.Contexts()) > 1
}

// placed is a table that says in which account and region each row is, as the
// ARN in it tells. The ARNs themselves say it in the other formats.
func (r records) placed() records {
	at := min(1, len(r.headers))
	for i, h := range r.headers {
		if h.name == "cluster" || h.name == "service" {
			at = i + 1
			break
		}
	}
	out := records{headers: slices.Insert(slices.Clone(r.headers), at, header{title: "ACCOUNT"}, header{title: "REGION"})}
	for _, row := range r.rows {
		account, region := place(row)
		out.rows = append(out.rows, slices.Insert(slices.Clone(row), at, cell{shown: account}, cell{shown: region}))
	}
	return out
}

// place is the account and region that the first ARN of a row tells.
func place(row []cell) (account, region string) {
	for _, c := range row {
		arn, ok := c.value.(string)
		if f := strings.SplitN(arn, ":", 6); ok && len(f) == 6 && f[0] == "arn" {
			return text.Clean(f[4]), text.Clean(f[3])
		}
	}
	return "-", "-"
}
