package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestConfigSetsWhatTheCommandLineDoesNot(t *testing.T) {
	a := &app{}
	flags := pflag.NewFlagSet("ecsdeck", pflag.ContinueOnError)
	a.commonFlags(flags)
	if err := flags.Parse([]string{"--region", "eu-central-1"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	write(t, file, "# mine\nprofile: prod\nregion: eu-west-1\nread-only: true\nrefresh: 10s\n")
	if err := readConfig(file, flags); err != nil {
		t.Fatal(err)
	}
	o := a.flags
	if o.Profile != "prod" || o.Region != "eu-central-1" || !o.ReadOnly || o.Refresh != 10*time.Second {
		t.Errorf("flags are %+v", o)
	}
}

func TestConfigMistakesHaveTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"profile: prod\nregoin: eu-west-1\n": `:2:1: there is no setting "regoin": did you mean region?`,
		"refresh: often\n":                   `:1:1: refresh is "often": `,
		"- profile\n":                        `it is not a list of "name: value"`,
		"profile: [\n":                       ":1:",
	} {
		a := &app{}
		flags := pflag.NewFlagSet("ecsdeck", pflag.ContinueOnError)
		a.commonFlags(flags)
		file := filepath.Join(t.TempDir(), "config.yaml")
		write(t, file, text)
		if err := readConfig(file, flags); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if err := readConfig(filepath.Join(t.TempDir(), "none"), nil); err == nil || !strings.Contains(err.Error(), "cannot read the config file") {
		t.Errorf("a missing file: %v", err)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
