package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// configurable are the flags that the config file may set: what is a person's
// habit, not what a single question is about.
var configurable = []string{
	"profile", "region", "endpoint-url", "cluster", "service", "read-only", "log-file", "theme", "ascii", "plain", "no-color",
	"refresh", "recall", "api-share", "live-tail",
}

// configFile is the one that --config names, or that of the person.
func (a *app) configFile() (name string, must bool) {
	if a.config != "" {
		return a.config, true
	}
	return config.Default(), false
}

// readConfig reads the config file and sets the flags that it names and the
// command line does not.
func (a *app) readConfig(flags *pflag.FlagSet) error {
	name, must := a.configFile()
	f, err := config.Load(name, must)
	if err != nil {
		return usage("%v", err)
	}
	a.flags.File = f
	for _, name := range configurable {
		if flags.Changed(name) {
			a.flags.Line += name + ","
		}
		word, said := f.Word(name)
		if !said || flags.Changed(name) {
			continue // the command line wins
		}
		if err := flags.Lookup(name).Value.Set(word); err != nil {
			return usage("%s: %s is %q: %v", f.Place(name), name, word, err)
		}
		a.flags.Filed += name + ","
	}
	return nil
}

// OnLine tells whether a flag that the config file may set was given on the
// command line, which it cannot change.
func (o Flags) OnLine(name string) bool { return strings.Contains(","+o.Line, ","+name+",") }

// said tells whether a flag was given on the command line or in the file.
func (o Flags) said(name string) bool {
	return o.OnLine(name) || strings.Contains(","+o.Filed, ","+name+",")
}

// themes is where the theme is found.
func (o Flags) themes() theme.Shelf {
	s := theme.Shelf{NoColor: o.NoColor, ASCII: o.ASCII}
	if o.File != nil {
		s.Own = o.File.Themes
	}
	return s
}
