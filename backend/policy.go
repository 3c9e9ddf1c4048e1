package backend

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Policy says how much care the places want in which is written, as a person
// has laid down. It is a value: what it decides depends on nothing else.
type Policy struct {
	// Rules are asked in order. Of what several say of a place the first word
	// holds.
	Rules []Rule
	// Production has places that have prod in their name be called PRODUCTION,
	// unless a rule names them.
	Production bool
}

// Rule is what holds in the places that it matches.
type Rule struct {
	Match Match
	// Colour and Banner are how the place looks, "" as ever.
	Colour, Banner string
	// ReadOnly refuses every write there; nil says nothing.
	ReadOnly *bool
	Confirm  Confirm
	// At is where the rule stands: config.yaml:12. "" is not known.
	At string
}

// String names the rule by what it matches, and where it stands.
func (r Rule) String() string {
	if r.At == "" {
		return r.Match.String()
	}
	return r.Match.String() + ", " + r.At
}

// Match is patterns of file names (prod-*), which must all match; an empty one
// matches everything. Tag is a tag of the cluster, as key=value or key.
type Match struct{ Profile, Account, Region, Cluster, Tag string }

// String is the patterns: cluster prod-*, region eu-*.
func (m Match) String() string {
	var words []string
	for _, of := range [][2]string{{"profile", m.Profile}, {"account", m.Account}, {"region", m.Region}, {"cluster", m.Cluster}, {"tag", m.Tag}} {
		if of[1] != "" {
			words = append(words, of[0]+" "+of[1])
		}
	}
	return strings.Join(words, ", ")
}

// Confirm is how a person is asked before a write.
type Confirm uint8

// Levels, from nothing said. ConfirmNone asks only where something is to be
// known before, ConfirmType for the name of what is written to.
const (
	ConfirmUnset Confirm = iota
	ConfirmNone
	ConfirmAsk
	ConfirmType
)

// Place is where something is written, as far as it is known.
type Place struct {
	Profile, Account, Region, Cluster string
	Tags                              []model.Tag
	// twin tells that another context shows what is there: it names the banner.
	twin bool
}

// Care is how much of it a place wants.
type Care struct {
	Banner, Colour string
	ReadOnly       bool
	Confirm        Confirm
	// By is the rule that makes it read-only, At where that stands.
	By, At string
}

// banner is what production is called where no rule names it.
const banner = "PRODUCTION"

// Of is the care that a place wants.
func (p Policy) Of(at Place) Care {
	var c Care
	var readOnly *bool
	for _, r := range p.Rules {
		if !r.Match.is(at) {
			continue
		}
		if c.Banner == "" {
			c.Banner = r.Banner
		}
		if c.Colour == "" {
			c.Colour = r.Colour
		}
		if c.Confirm == ConfirmUnset {
			c.Confirm = r.Confirm
		}
		if readOnly == nil {
			readOnly = r.ReadOnly
			if r.ReadOnly != nil && *r.ReadOnly {
				c.By, c.At = r.String(), r.At
			}
		}
	}
	c.ReadOnly = readOnly != nil && *readOnly
	if c.Banner == "" && p.Production && (inProduction(at.Profile) || inProduction(at.Cluster)) {
		c.Banner = banner
	}
	return c
}

// Tags tells whether any rule asks for the tags of clusters.
func (p Policy) Tags() bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Match.Tag != "" })
}

// Tagged tells whether a rule about reading only asks for the tags of clusters.
func (p Policy) Tagged() bool {
	for _, r := range p.Rules {
		if r.Match.Tag != "" && r.ReadOnly != nil {
			return true
		}
	}
	return false
}

func (m Match) is(at Place) bool {
	return glob(m.Profile, at.Profile) && glob(m.Account, at.Account) && glob(m.Region, at.Region) && glob(m.Cluster, at.Cluster) && m.tagged(at.Tags)
}

func (m Match) tagged(tags []model.Tag) bool {
	if m.Tag == "" {
		return true
	}
	key, value, both := strings.Cut(m.Tag, "=")
	for _, t := range tags {
		if glob(key, t.Key) && (!both || glob(value, t.Value)) {
			return true
		}
	}
	return false
}

func glob(pattern, s string) bool {
	if pattern == "" {
		return true
	}
	ok, _ := path.Match(pattern, s)
	return ok
}

// production is prod as a word or the beginning of production, and what comes
// before it to say that it is none.
var production = regexp.MustCompile(`(?i)(^|[^a-z])(prod|production)([^a-z]|$)`)

var noProduction = regexp.MustCompile(`(?i)(non|not|no|pre|sub)[^a-z]?(prod|production)`)

// inProduction tells whether a name is that of production: prod, acme-prod,
// prod2, eu.production. A product and a preprod are none.
func inProduction(name string) bool {
	return production.MatchString(name) && !noProduction.MatchString(name)
}
