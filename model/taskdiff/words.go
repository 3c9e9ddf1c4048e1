package taskdiff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// What AWS takes for granted (SDK ecs, RegisterTaskDefinition and what it is made
// of): spelling it out changes nothing.
const (
	defaultStorage     = 20 // GiB, on Fargate
	defaultNetwork     = "bridge"
	defaultOS          = "LINUX"
	defaultArch        = "X86_64"
	defaultProtocol    = "tcp"
	defaultTag         = "latest"
	defaultInterval    = 30 * time.Second
	defaultTimeout     = 5 * time.Second
	defaultRetries     = 3
	defaultStopTimeout = 30 * time.Second
	defaultAttempt     = 300 * time.Second
)

// settingGroups are those of settings that belong elsewhere than to Other.
var settingGroups = map[string]Group{
	"resourceRequirements": Size, "repositoryCredentials": Image, "versionConsistency": Image, "user": Command, "workingDirectory": Command,
	"firelensConfiguration": Logging, "volumesFrom": Volumes, "proxyConfiguration": Volumes, "pidMode": Volumes, "ipcMode": Volumes,
	"links": Volumes, "hostname": Volumes, "dnsServers": Volumes, "dnsSearchDomains": Volumes, "extraHosts": Volumes, "disableNetworking": Volumes,
}

// settingDefaults are values that say as much as none.
var settingDefaults = map[string]string{"versionConsistency": "enabled"}

func settled(name, value string) string {
	if value == settingDefaults[name] {
		return ""
	}
	return value
}

// parts are an image's repository, tag and digest. Without either the tag is
// latest, and Docker Hub's names have a long form too.
func parts(image string) (repo, tag, digest string) {
	repo, digest, _ = strings.Cut(image, "@")
	if i := strings.LastIndexByte(repo, ':'); i > strings.LastIndexByte(repo, '/') {
		repo, tag = repo[:i], repo[i+1:]
	}
	if digest == "" {
		tag = cmp.Or(tag, defaultTag)
	}
	repo = strings.TrimPrefix(strings.TrimPrefix(repo, "docker.io/"), "library/")
	return repo, tag, digest
}

func image(s string) string { return cmp.Or(s, "?") }

func vcpu(units int) string {
	if units == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(units)/1024, 'g', 4, 64) + " vCPU"
}

func mib(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + " MiB"
}

func gib(n int) string { return strconv.Itoa(n) + " GiB" }

func number(n int) string { return strconv.Itoa(n) }

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return strconv.FormatFloat(d.Seconds(), 'g', -1, 64) + " s"
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// words are the arguments of a command, those with blanks in quotes.
func words(args []string) string {
	out := make([]string, 0, len(args))
	for _, a := range args {
		if a == "" || strings.ContainsAny(a, " \t\n\"") {
			a = strconv.Quote(a)
		}
		out = append(out, a)
	}
	return strings.Join(out, " ")
}

// set is a list whose order means nothing.
func set(items []string) string {
	return strings.Join(slices.Sorted(slices.Values(items)), ", ")
}

// variables are by name; of several the last counts.
func variables(vars []model.Variable) map[string]string {
	out := make(map[string]string, len(vars))
	for _, v := range vars {
		out[v.Name] = v.Value
	}
	return out
}

func secrets(in []model.Secret) map[string]string {
	out := make(map[string]string, len(in))
	for _, s := range in {
		out[s.Name] = s.From
	}
	return out
}

func volumes(in []model.Volume) map[string]string {
	out := make(map[string]string, len(in))
	for _, v := range in {
		out[v.Name] = cmp.Or(v.From, "on the task's disk")
	}
	return out
}

func mounts(in []model.Mount) map[string]string {
	out := make(map[string]string, len(in))
	for _, m := range in {
		says := "of " + m.Volume
		if m.ReadOnly {
			says += ", read-only"
		}
		out[m.Path] = says
	}
	return out
}

// ports are where they are reached, by port of the container.
func ports(in []model.Port, own bool) map[string]string {
	out := make(map[string]string, len(in))
	for _, p := range in {
		host := "any port of the host"
		switch {
		case own || p.HostPort != 0 && p.HostPort == p.ContainerPort:
			host = "the same port"
		case p.HostPort != 0:
			host = "port " + strconv.Itoa(p.HostPort)
		}
		for _, more := range []string{p.Name, p.App} {
			if more != "" {
				host += ", " + more
			}
		}
		out[fmt.Sprintf("%d/%s", p.ContainerPort, cmp.Or(p.Protocol, defaultProtocol))] = host
	}
	return out
}

func dependencies(in []model.Dependency) string {
	out := make([]string, 0, len(in))
	for _, d := range in {
		out = append(out, d.Container+" is "+d.Condition)
	}
	return set(out)
}

func restart(p model.RestartPolicy) string {
	if !p.Enabled {
		return ""
	}
	says := "in place, at most every " + seconds(cmp.Or(p.AttemptPeriod, defaultAttempt))
	codes := make([]string, 0, len(p.IgnoredExitCodes))
	for _, code := range p.IgnoredExitCodes {
		codes = append(codes, strconv.Itoa(code))
	}
	if len(codes) > 0 {
		says += ", but not after exit " + set(codes)
	}
	return says
}
