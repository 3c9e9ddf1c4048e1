package aws

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
)

// credentialSources are where credentials come from, by how the SDK names their
// providers; some add a file's name.
var credentialSources = []struct{ begins, says string }{
	{"EnvConfigCredentials", "from the environment"},
	{"SharedConfigCredentials", "keys of the profile"},
	{"SSOProvider", "signed in through IAM Identity Center"},
	{"LoginProvider", "signed in with aws login"},
	{"AssumeRoleProvider", "an assumed role"},
	{"WebIdentityCredentials", "a role, by a web identity token"},
	{"EC2RoleProvider", "the role of this EC2 instance"},
	{"CredentialsEndpointProvider", "the role of this task or container"},
	{"ProcessProvider", "from the profile's credential_process"},
}

func sourceOf(c sdk.Credentials) string {
	for _, s := range credentialSources {
		if strings.HasPrefix(c.Source, s.begins) {
			return s.says
		}
	}
	return c.Source
}

// soon is how little time credentials have left when it is worth a word.
const soon = 15 * time.Minute

// credentials tells of credentials that were found: where, for how long, and
// whether AWS took them.
func (p *probe) credentials(c sdk.Credentials, now time.Time) backend.Finding {
	f := backend.Finding{Check: "credentials", Says: sourceOf(c)}
	if p.b.profile != "" {
		f.Says += ", profile " + p.b.profile
	}
	if c.CanExpire {
		left := c.Expires.Sub(now).Round(time.Minute)
		f.Says += fmt.Sprintf(", until %s (%s from now)", c.Expires.UTC().Format(time.RFC3339), strings.TrimSuffix(left.String(), "0s"))
		if left < soon {
			f.Grade, f.Do = backend.Warned, "Refresh the credentials: they expire soon."
		}
	}
	shown := false // to AWS
	for _, op := range []string{"sts:GetCallerIdentity", "ecs:ListClusters"} {
		o, asked := p.outcome(op)
		if backend.KindOf(o.err) == backend.KindExpired {
			f.Grade, f.Do = backend.Wrong, backend.Advice(o.err)
			f.Says += "; AWS does not accept them: " + whyOf(o.err)
			return f
		}
		shown = shown || asked && o.untried == "" && heard(o).Grade == backend.Fine
	}
	if !shown && f.Grade == backend.Fine {
		f.Grade = backend.Untried
		f.Says += "; nobody could be asked whether they are good"
	}
	return f
}

// noCredentials tells why there are none.
func (p *probe) noCredentials(err error) backend.Finding {
	told := p.b.explain(request{"", "the credentials"}, err)
	return backend.Finding{Check: "credentials", Grade: backend.Wrong, Says: told.Message, Do: backend.Advice(told)}
}

func (p *probe) identity() backend.Finding {
	f := backend.Finding{Check: "identity"}
	o, tried := p.outcome("sts:GetCallerIdentity")
	f.Took = o.took
	switch {
	case !tried || o.untried != "":
		f.Grade, f.Says = backend.Untried, "nobody to ask as"
	case o.err != nil:
		f.Grade, f.Says = backend.Unsure, whyOf(o.err)
		f.Do = backend.Advice(o.err)
	default:
		f.Says = p.who.arn
	}
	return f
}

// regionForm is how regions are named.
var regionForm = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d+$`)

// everywhere are the regions that every account has. All others of the partition
// aws have to be enabled first (AWS Account Management Reference Guide,
// "Enable or disable AWS Regions").
var everywhere = []string{
	"us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2",
	"eu-west-3", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
}

// region tells from the answer of ECS whether the region is one to work in.
func (p *probe) region() backend.Finding {
	region := p.b.region
	f := backend.Finding{Check: "region", Says: fmt.Sprintf("%s (%s)", region, iam.PartitionOf(region))}
	o, _ := p.outcome("ecs:ListClusters")
	var e *backend.Error
	var dns *net.DNSError
	optIn := iam.PartitionOf(region) == "aws" && !slices.Contains(everywhere, region)
	const enable = "Enable the region for the account, or choose another with --region."
	switch {
	case p.b.endpoint != "":
		f.Says += ", at " + p.b.endpoint
	case !regionForm.MatchString(region):
		f.Grade, f.Says, f.Do = backend.Wrong, region+" is not the name of a region", "Give --region, such as eu-west-1."
	case errors.As(o.err, &dns) && dns.IsNotFound:
		f.Grade, f.Says, f.Do = backend.Wrong, fmt.Sprintf("the host %s is not known: either there is no region %s, or no name server", dns.Name, region), "Check --region, AWS_REGION and the network."
	case errors.As(o.err, &e) && (e.Code == "OptInRequired" || e.Code == "RegionDisabledException"):
		f.Grade, f.Says, f.Do = backend.Wrong, region+" is not enabled for this account", enable
	case errors.As(o.err, &e) && e.Kind == backend.KindExpired && optIn:
		f.Grade, f.Says, f.Do = backend.Warned, region+" has to be enabled for an account first; if the credentials are right, it is not", enable
	case backend.Blocked(o.err):
		f.Grade, f.Says, f.Do = backend.Wrong, region+" is blocked by a policy of the organization", "Choose another region with --region, or ask whoever looks after the organization."
	}
	return f
}

// How far a clock may be off: AWS refuses signatures that are more than five
// minutes old.
const (
	skewWorth = time.Minute
	skewMost  = 5 * time.Minute
)

func (p *probe) clock() backend.Finding {
	p.mu.Lock()
	defer p.mu.Unlock()
	return judgeClock(p.dates)
}

// judgeClock compares the dates of answers with the clock here. Dates have
// whole seconds and answers take a while: the smallest difference counts.
func judgeClock(dates []dated) backend.Finding {
	f := backend.Finding{Check: "clock"}
	if len(dates) == 0 {
		return backend.Finding{Check: "clock", Grade: backend.Untried, Says: "no answer told the time"}
	}
	best := dates[0].here.Sub(dates[0].there)
	for _, d := range dates[1:] {
		if off := d.here.Sub(d.there); off.Abs() < best.Abs() {
			best = off
		}
	}
	way := "ahead of"
	if best < 0 {
		way = "behind"
	}
	const set = "Set the clock of this machine, and have it kept (NTP)."
	switch off := best.Abs().Round(time.Second); {
	case off <= 2*time.Second:
		f.Says = "agrees with AWS"
	case off > skewMost:
		f.Grade, f.Says, f.Do = backend.Wrong, fmt.Sprintf("%s %s AWS, which refuses requests that are off by more than %s", off, way, minutesLong(skewMost)), set
	case off > skewWorth:
		f.Grade, f.Says, f.Do = backend.Warned, fmt.Sprintf("%s %s AWS: ages are off by that, and beyond %s requests are refused", off, way, minutesLong(skewMost)), set
	default:
		f.Says = fmt.Sprintf("%s %s AWS", off, way)
	}
	return f
}

// minutesLong is a duration of whole minutes.
func minutesLong(d time.Duration) string { return fmt.Sprintf("%d minutes", int(d.Minutes())) }
