package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
)

func TestConfigSetsWhatTheCommandLineDoesNot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	write(t, file, "# mine\nprofile: prod\nregion: eu-west-1\nread-only: true\nrefresh: 10s\napi-share: 0.5\ntheme: mine\nthemes:\n  mine: {inherit: dark}\n")
	s := session{backend: newStub()}
	s.run(t.Context(), "get", "clusters", "--config", file, "--region", "eu-central-1").want(t, Fine, "CLUSTER", "")
	o := s.flags
	if o.Profile != "prod" || o.Region != "eu-central-1" || !o.ReadOnly || o.Refresh != 10*time.Second || o.APIShare != 0.5 || o.Theme != "mine" {
		t.Errorf("flags are %+v", o)
	}
	if !o.OnLine("region") || o.OnLine("profile") || !o.said("profile") {
		t.Errorf("on the line %q, in the file %q", o.Line, o.Filed)
	}
}

// The file of a person is read without being named, and need not be there.
func TestConfigOfThePerson(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	s := session{backend: newStub()}
	s.run(t.Context(), "get", "clusters").want(t, Fine, "CLUSTER", "")
	if err := os.MkdirAll(filepath.Join(dir, "ecsdeck"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "ecsdeck", "config.yaml")
	write(t, file, "profile: prod\n")
	s.run(t.Context(), "get", "clusters").want(t, Fine, "CLUSTER", "")
	if s.flags.Profile != "prod" {
		t.Errorf("the profile is %q", s.flags.Profile)
	}
	s.run(t.Context(), "config", "path").want(t, Fine, file+"\n", "")
	write(t, file, "profil: prod\n")
	s.run(t.Context(), "get", "clusters").want(t, Usage, "", `config.yaml:1:1: there is no setting "profil": did you mean profile?`)
	s.run(t.Context(), "config", "path").want(t, Fine, file+"\n", "")
	s.run(t.Context(), "config", "check").want(t, Usage, "", "config.yaml:1:1: ")
	s.run(t.Context(), "get", "clusters", "--config", filepath.Join(dir, "none")).want(t, Usage, "", "cannot read the config file: no such file")
}

func TestConfigVerbs(t *testing.T) {
	chains := func() keymap.Chains {
		return keymap.Chains{"services": {
			{Bindings: []keymap.Binding{{Action: "scale", Keys: []string{"s"}, Title: "scale", Danger: true}, {Action: "logs", Keys: []string{"l"}, Title: "logs"}}},
			{Bindings: []keymap.Binding{{Action: "help", Keys: []string{"?"}, Title: "help"}}},
		}}
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	s := session{backend: newStub()}
	s.deps.Chains = chains
	write(t, file, "keys:\n  scale: z\ncontexts:\n  - account: \"1*\"\n    confirm: type\n    read-only: true\n")
	s.run(t.Context(), "config", "check", file).want(t, Fine, "", "sound")
	s.run(t.Context(), "config", "show", "--config", file).want(t, Fine, "account 1*: confirm type, read-only true", "")
	s.run(t.Context(), "config", "keys", "--config", file).want(t, Fine, "services.scale                      z ", "")
	write(t, file, "keys:\n  logs: s\n")
	s.run(t.Context(), "config", "check", file).want(t, Usage, "", `config.yaml:2:9: keys.logs: "s" would ask for logs and for scale on the screen services`)
	write(t, file, "keys:\n  lgos: z\nviews:\n  - {name: mine, screen: servces}\n")
	r := s.run(t.Context(), "config", "check", file)
	r.want(t, Usage, "", `there is no action "lgos": did you mean logs?`)
	r.want(t, Usage, "", `there is no screen "servces"`)
	write(t, file, "keys:\n  lgos: z\n")
	s.run(t.Context(), "config", "check", file).want(t, Usage, "", `there is no action "lgos": did you mean logs?`)
	write(t, file, "views:\n  - {name: mine, screen: servces}\n")
	s.run(t.Context(), "config", "check", file).want(t, Usage, "", `config.yaml:2:26: views[0].screen: there is no screen "servces": did you mean services?`)
}

// Where a rule says so nothing is written by the verbs either, and a name is
// typed where that is asked for.
func TestRulesHoldForVerbs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	write(t, file, "contexts:\n  - cluster: prod\n    read-only: true\n")
	s := session{backend: newStub()}
	s.run(t.Context(), "scale", "prod/api", "4", "--yes", "--config", file).want(t, Failed, "", "a rule of the config file makes this context read-only (cluster prod, "+file+":3), nothing was sent (ecs:UpdateService). Change the rule at "+file+":3 to allow changes.")
	write(t, file, "contexts:\n  - cluster: prod\n    confirm: type\n")
	s.terminal = true
	s.stdin = "y\n"
	s.run(t.Context(), "scale", "prod/api", "4", "--config", file).want(t, No, "", "PRODUCTION: Scale prod/api from 3 to 4 tasks? Type api to confirm: ")
	s.stdin = "api\n"
	s.run(t.Context(), "scale", "prod/api", "4", "--config", file).want(t, Fine, "", "sent")
}

// A rule that has nothing be asked is followed, but for what should be known.
func TestRuleAsksNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	write(t, file, "contexts:\n  - cluster: prod\n    confirm: none\n")
	for _, terminal := range []bool{true, false} {
		s := session{backend: newStub(), terminal: terminal}
		r := s.run(t.Context(), "scale", "prod/api", "4", "--config", file)
		r.want(t, Fine, "", "Scale prod/api from 3 to 4 tasks: sent.")
		if strings.Contains(r.errOut, "[y/N]") {
			t.Errorf("it asks: %s", r.errOut)
		}
	}
	s := session{backend: newStub(), terminal: true, stdin: "n\n"}
	s.run(t.Context(), "scale", "prod/api", "9", "--config", file).want(t, No, "", "[y/N]")
	s = session{backend: newStub(), terminal: true, stdin: "n\n"}
	s.run(t.Context(), "scale", "prod/api", "0", "--config", file).want(t, No, "", "[y/N]")
	s = session{backend: newStub()}
	s.run(t.Context(), "scale", "prod/api", "0", "--config", file).want(t, Usage, "", "pass --yes")
}

func TestOnlyASCII(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{"TERM": "xterm-256color"}, false},
		{map[string]string{"TERM": "xterm", "LANG": "en_GB.UTF-8"}, false},
		{map[string]string{"TERM": "xterm", "LANG": "C"}, true},
		{map[string]string{"TERM": "xterm", "LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, true},
		{map[string]string{"TERM": "linux", "LANG": "en_GB.UTF-8"}, true},
		{map[string]string{"TERM": "vt220"}, true},
	} {
		if got := onlyASCII(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %t", c.env, got)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
