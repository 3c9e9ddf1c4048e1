// Package config reads a person's settings: config.yaml, and themes in files of
// their own. What it reads is checked as a whole; what is wrong is told with its
// place, what was written there, why that will not do, and what was meant.
package config

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// File is the config file.
type File struct {
	// Profile is the AWS profile to begin with; several with commas between.
	Profile string `yaml:"profile"`
	// Region is the AWS region, likewise.
	Region string `yaml:"region"`
	// EndpointURL is where every AWS call is sent instead.
	EndpointURL string `yaml:"endpoint-url"`
	// Cluster is the cluster to begin with.
	Cluster string `yaml:"cluster"`
	// Service is the service in it to begin with.
	Service string `yaml:"service"`
	// ReadOnly refuses everything that would change something.
	ReadOnly *bool `yaml:"read-only" default:"false"`
	// LogFile is the file that the program's own log is appended to.
	LogFile string `yaml:"log-file"`
	// Theme is the look: auto, default, dark, light, high-contrast, mono, or one of your own.
	Theme string `yaml:"theme" default:"auto"`
	// ASCII draws with ASCII only. Left out, the terminal and its locale decide.
	ASCII *bool `yaml:"ascii"`
	// Plain works with lines instead of a screen.
	Plain *bool `yaml:"plain" default:"false"`
	// NoColor leaves all colour out.
	NoColor *bool `yaml:"no-color" default:"false"`
	// Refresh is how often the dashboard asks for what is on screen.
	Refresh string `yaml:"refresh" pattern:"duration"`
	// Recall shows at once the lists that were seen last time.
	Recall *bool `yaml:"recall" default:"true"`
	// APIShare is the part of the account's API request rates to use at most.
	APIShare *float64 `yaml:"api-share" default:"0.25"`
	// LiveTail follows logs by Live Tail, which AWS charges for.
	LiveTail *bool `yaml:"live-tail" default:"true"`
	// Mouse has clicks and the wheel go to the dashboard.
	Mouse *bool `yaml:"mouse" default:"true"`
	// Themes are looks of your own, by name.
	Themes map[string]theme.Spec `yaml:"themes"`
	// Keys are the keys of actions, by the action's name, or screen.action for one screen only.
	Keys map[string][]string `yaml:"keys"`
	// Views are lists narrowed and sorted, to come back to by name.
	Views []View `yaml:"views"`
	// Contexts are rules about accounts, regions and clusters. Of what several say of a place the first word holds.
	Contexts []Rule `yaml:"contexts"`
	// Production has contexts and clusters with prod in their name carry the banner PRODUCTION, unless a rule has another.
	Production *bool `yaml:"production" default:"true"`

	path   string
	places map[string]Place
}

// View is a list narrowed and sorted.
type View struct {
	// Name is what the view is called.
	Name string `yaml:"name" required:"true"`
	// Screen is the screen whose rows it shows: services.
	Screen string `yaml:"screen" required:"true"`
	// Filter is what rows must match, as typed behind /.
	Filter string `yaml:"filter"`
	// Sort is the column to sort by; left out, the worst comes first.
	Sort string `yaml:"sort"`
	// Descending reverses the order.
	Descending bool `yaml:"descending"`
	// Wide shows every column.
	Wide bool `yaml:"wide"`
}

// Rule is about places: those that all its patterns match.
type Rule struct {
	// Profile is a pattern of AWS profiles; * stands for anything.
	Profile string `yaml:"profile" pattern:"glob"`
	// Account is a pattern of account numbers.
	Account string `yaml:"account" pattern:"glob"`
	// Region is a pattern of regions.
	Region string `yaml:"region" pattern:"glob"`
	// Cluster is a pattern of cluster names.
	Cluster string `yaml:"cluster" pattern:"glob"`
	// Tag is a tag of the cluster: key=value, or key alone.
	Tag string `yaml:"tag" pattern:"glob"`
	// Banner is said in the header and in every dialog: PRODUCTION.
	Banner string `yaml:"banner"`
	// Colour is the style of the banner, as in a theme.
	Colour string `yaml:"colour" pattern:"ink"`
	// ReadOnly refuses every write there; false is an exception from a later rule.
	ReadOnly *bool `yaml:"read-only"`
	// Confirm is how writes are asked for: none asks only when there is something to know before, type wants the name typed.
	Confirm string `yaml:"confirm" enum:"none,ask,type"`
}

// Path is where the file was read, "" when there is none.
func (f *File) Path() string { return f.path }

// Place is where something stands in the file, by its path: keys.scale,
// contexts[0].colour.
func (f *File) Place(path string) Place {
	if at, ok := f.places[path]; ok {
		return at
	}
	return Place{File: f.path}
}

// Policy is what the rules say.
func (f *File) Policy() backend.Policy {
	p := backend.Policy{Production: f.Production == nil || *f.Production}
	for i, r := range f.Contexts {
		at := ""
		if place := f.Place(fmt.Sprintf("contexts[%d].read-only", i)); place.Line > 0 {
			at = fmt.Sprintf("%s:%d", place.File, place.Line)
		}
		p.Rules = append(p.Rules, backend.Rule{
			Match:  backend.Match{Profile: r.Profile, Account: r.Account, Region: r.Region, Cluster: r.Cluster, Tag: r.Tag},
			Colour: r.Colour, Banner: r.Banner, ReadOnly: r.ReadOnly, Confirm: confirms[r.Confirm], At: at,
		})
	}
	return p
}

var confirms = map[string]backend.Confirm{"": backend.ConfirmUnset, "none": backend.ConfirmNone, "ask": backend.ConfirmAsk, "type": backend.ConfirmType}
