package aws

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// configured writes the two files of the AWS CLI and points the environment at
// them; "" leaves a file out.
func configured(t *testing.T, config, credentials string) {
	t.Helper()
	isolate(t)
	dir := t.TempDir()
	for name, f := range map[string]struct{ file, text string }{
		"AWS_CONFIG_FILE": {"config", config}, "AWS_SHARED_CREDENTIALS_FILE": {"credentials", credentials},
	} {
		path := filepath.Join(dir, f.file)
		t.Setenv(name, path)
		if f.text == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestProfiles(t *testing.T) {
	for name, c := range map[string]struct{ config, credentials, want string }{
		"no files": {},
		"usual": {
			"[default]\nregion = eu-west-1\n[profile prod]\nregion=us-east-1\nrole_arn = arn:aws:iam::1:role/ops\n[profile dev]\noutput = json\n",
			"[default]\naws_access_key_id = AKIA\n[ci]\nregion = eu-north-1\naws_access_key_id = AKIA\n",
			"ci/eu-north-1 default/eu-west-1 dev/ prod/us-east-1",
		},
		"other sections":  {"[sso-session corp]\nregion = x\nsso_region = eu-west-1\n[services local]\nregion = x\n[plugins]\n[prod]\nregion = x\n", "", ""},
		"both files":      {"[profile a]\nregion = one\n", "[a]\nregion = two\n[b]\nregion = three\n", "a/one b/three"},
		"nested":          {"[profile a]\ns3 =\n  region = wrong\n\tregion = wrong\nregion = right\n", "", "a/right"},
		"comments":        {"# [profile no]\n; [profile no]\n[profile a] # mine\nregion = eu-west-1 # home\n#region = x\n", "", "a/eu-west-1"},
		"windows":         {"\ufeff[default]\r\nregion = eu-west-1\r\n\r\n[profile b]\r\nregion = c\r\n", "", "b/c default/eu-west-1"},
		"quoted, spaced":  {"[ profile  \"a b\" ]\nRegion = x\n[profile\tc]\nregion=y\n", "", "a b/x c/y"},
		"broken":          {"region = nowhere\n[profile\nregion = x\n[profile ]\nregion = y\n[]\n[profile ok]\nno equals sign\n= nothing\nregion =\n", "", "ok/"},
		"twice":           {"[profile a]\nregion = one\n[profile a]\nregion = two\n", "", "a/one"},
		"not a text file": {"\x00\x01\xff[profile x\x00]\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			configured(t, c.config, c.credentials)
			profiles, err := Profiles()
			var got []string
			for _, p := range profiles {
				got = append(got, p.Profile+"/"+p.Region)
			}
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("got %q, %v, want %s", got, err, c.want)
			}
		})
	}
}

func TestProfilesThatCannotBeRead(t *testing.T) {
	configured(t, "[profile a]\n"+strings.Repeat("x", 2<<20)+"\n", "")
	if _, err := Profiles(); backend.KindOf(err) != backend.KindInvalid {
		t.Errorf("got %v", err)
	}
}

func TestRegions(t *testing.T) {
	configured(t, "[profile a]\nregion = cn-north-1\n[profile b]\nregion = eu-west-1\n", "")
	got := Regions()
	if !slices.IsSorted(got) || !slices.Contains(got, "cn-north-1") || !slices.Contains(got, "us-east-1") || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("got %q", got)
	}
}
