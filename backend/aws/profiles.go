package aws

import (
	"bufio"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// Profiles are those of the AWS configuration and credentials files, sorted by
// name, with their region where they have one. The files are read as the AWS CLI
// reads them; no credentials are, and nothing is sent.
func Profiles() ([]model.Context, error) {
	regions := map[string]string{}
	for _, f := range []struct {
		name   string
		prefix bool // sections of profiles say so: [profile prod]
	}{
		{cmp.Or(os.Getenv("AWS_CONFIG_FILE"), config.DefaultSharedConfigFilename()), true},
		{cmp.Or(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), config.DefaultSharedCredentialsFilename()), false},
	} {
		if err := scanProfiles(f.name, f.prefix, regions); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, &backend.Error{Kind: backend.KindInvalid, Target: "AWS configuration", Message: err.Error(), Err: err}
		}
	}
	out := make([]model.Context, 0, len(regions))
	for _, name := range slices.Sorted(maps.Keys(regions)) {
		out = append(out, model.Context{Profile: name, Region: regions[name]})
	}
	return out, nil
}

// scanProfiles notes the regions of a file's profiles, "" for one without. It
// looks at sections and at their key region alone: what else there is, such as
// nested settings and lines that make no sense, is passed over.
func scanProfiles(file string, prefix bool, regions map[string]string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	profile, inside := "", false
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for first := true; lines.Scan(); first = false {
		line := lines.Text()
		if first {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
		case trimmed[0] == '[':
			if profile, inside = profileOf(trimmed, prefix); inside {
				regions[profile] = cmp.Or(regions[profile], "")
			}
		case inside && (line[0] == ' ' || line[0] == '\t'): // of a nested setting, such as s3
		case inside:
			key, value, _ := strings.Cut(trimmed, "=")
			if strings.ToLower(strings.TrimSpace(key)) == "region" {
				regions[profile] = cmp.Or(regions[profile], withoutComment(value))
			}
		}
	}
	return lines.Err()
}

// maxLine is longer than any line of a configuration file: a session token has
// a few thousand characters.
const maxLine = 1 << 20

// profileOf is the profile whose section a line begins. In the configuration
// file all but the default one are marked: [profile prod]. Its sections of
// other kinds, such as [sso-session corp], are no profiles.
func profileOf(line string, prefix bool) (name string, ok bool) {
	name, _, ok = strings.Cut(line[1:], "]")
	name = strings.TrimSpace(name)
	if !ok || name == "" {
		return "", false
	}
	if !prefix || name == "default" {
		return name, true
	}
	kind, rest, two := strings.Cut(strings.ReplaceAll(name, "\t", " "), " ")
	rest = strings.Trim(strings.TrimSpace(rest), `"'`)
	return rest, two && kind == "profile" && rest != ""
}

// withoutComment is a value without the comment behind it, which a space must
// come before.
func withoutComment(value string) string {
	for _, mark := range []string{" #", " ;", "\t#", "\t;"} {
		value, _, _ = strings.Cut(value, mark)
	}
	return strings.TrimSpace(value)
}

// Regions are those that may be chosen, sorted: the commercial ones, and those
// that profiles have. Nothing is sent.
func Regions() []string {
	out := commercial()
	profiles, err := Profiles()
	if err != nil {
		return out // what cannot be read adds none
	}
	for _, p := range profiles {
		if p.Region != "" {
			out = append(out, p.Region)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// commercial are the regions of the partition aws (AWS General Reference,
// "Amazon ECS endpoints and quotas").
func commercial() []string {
	return []string{
		"af-south-1",
		"ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
		"ca-central-1", "ca-west-1",
		"eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
		"il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
		"us-east-1", "us-east-2", "us-west-1", "us-west-2",
	}
}
