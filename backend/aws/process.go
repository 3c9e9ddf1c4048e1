package aws

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Of a profile's credential_process.
const (
	// commandTime is how long one may run. It may have to ask a service of its
	// own, or a person in a browser.
	commandTime = time.Minute
	// commandWords is how many bytes of what it complains are kept.
	commandWords = 2 << 10
	// commandEnd is how long its pipes may stay open when it has ended: what it
	// has started may hold them.
	commandEnd = time.Second
)

// commands is canceled when those that run are to end; running counts them. Each
// has a process group of its own, so that a signal to this program does not
// reach them.
var (
	commands, endCommands = context.WithCancel(context.Background())
	running               sync.WaitGroup
)

// EndCommands ends what still runs to get credentials: for the end of the program.
func EndCommands() {
	endCommands()
	running.Wait()
}

// process has a command give credentials, as the SDK's own provider does, but
// keeps it off the terminal: what it complains becomes the reason of the failure,
// it reads no keys, and it ends with all that it has started.
type process struct {
	profile string
	command string
	waits   *waiting
}

// Retrieve runs the command.
func (p *process) Retrieve(ctx context.Context) (sdk.Credentials, error) {
	defer p.waits.begin(p.name())()
	var words firstWords
	provider := processcreds.NewProviderCommand(processcreds.NewCommandBuilderFunc(func(ctx context.Context) (*exec.Cmd, error) {
		return p.build(ctx, &words), nil
	}), func(o *processcreds.Options) { o.Timeout = -1 })
	within, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	running.Add(1)
	defer running.Done()
	defer context.AfterFunc(commands, cancel)()
	got, err := provider.Retrieve(within)
	if err != nil {
		return got, &processError{profile: p.profile, says: words.line(), late: errors.Is(within.Err(), context.DeadlineExceeded), err: err}
	}
	return got, nil
}

func (p *process) name() string { return "the credential_process of " + profileName(p.profile) }

// build makes the command, to be run by a shell as the AWS CLI does.
func (p *process) build(ctx context.Context, words *firstWords) *exec.Cmd {
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd.exe", "/C"}
	}
	cmd := exec.CommandContext(ctx, shell[0], shell[1], p.command)
	cmd.Env, cmd.Stderr, cmd.WaitDelay = os.Environ(), words, commandEnd
	ownGroup(cmd)
	return cmd
}

// processError tells why a command gave no credentials. It does not tell what
// the command printed instead: there may be keys in it.
type processError struct {
	profile string
	says    string // its own words, untrusted
	late    bool   // it had not ended by commandTime
	err     error
}

func (e *processError) Error() string {
	says := "the credential_process of " + profileName(e.profile)
	var exit *exec.ExitError
	switch {
	case e.late:
		says += fmt.Sprintf(" had not ended after %s", commandTime)
	case errors.As(e.err, &exit):
		says += " failed (" + exit.Error() + ")"
	default:
		says += " gave no credentials (" + innermost(e.err) + ")"
	}
	if e.says != "" {
		says += ": " + e.says
	}
	return says
}

func (e *processError) Unwrap() error { return e.err }

// profileName is a profile as it is spoken of.
func profileName(profile string) string {
	if profile == "" {
		profile = "default"
	}
	return "profile " + profile
}

// firstWords keeps the beginning of what is written to it.
type firstWords struct {
	mu   sync.Mutex
	kept bytes.Buffer
}

func (w *firstWords) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept.Write(b[:min(len(b), commandWords-w.kept.Len())])
	return len(b), nil
}

// line is what was written, on one line.
func (w *firstWords) line() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(strings.Fields(w.kept.String()), " ")
}

// ownCommand puts process in the place of the SDK's provider, where the chain of
// cfg begins with a command: the SDK lets nothing but the time-out of its own be
// chosen. The roles that follow are assumed as the SDK does.
func ownCommand(cfg *sdk.Config, explicit bool, waits *waiting) {
	env, profile := sourcesOf(*cfg)
	if !explicit && (env.Credentials.HasKeys() || env.WebIdentityTokenFilePath != "") {
		return
	}
	var roles []config.SharedConfig // the innermost last
	leaf := profile
	for ; leaf.Source != nil; leaf = *leaf.Source {
		roles = append(roles, leaf)
	}
	if !fromCommand(leaf) {
		return
	}
	roles = append(roles, leaf)
	cfg.Credentials = sdk.NewCredentialsCache(&process{profile: leaf.Profile, command: leaf.CredentialProcess, waits: waits})
	for i := len(roles) - 1; i >= 0; i-- {
		role := roles[i]
		if role.RoleARN == "" {
			continue
		}
		cfg.Credentials = sdk.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(*cfg), role.RoleARN, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = role.RoleSessionName
			if d := role.RoleDurationSeconds; d != nil && *d > stscreds.DefaultDuration {
				o.Duration = *d
			}
			if role.ExternalID != "" {
				o.ExternalID = &role.ExternalID
			}
		}))
	}
}

// fromCommand tells whether a profile's credentials come from its command: the
// SDK looks at all of these before.
func fromCommand(p config.SharedConfig) bool {
	return p.CredentialProcess != "" && !p.Credentials.HasKeys() && p.CredentialSource == "" && p.WebIdentityTokenFile == "" &&
		p.SSOSession == nil && p.SSOStartURL == "" && p.SSOAccountID == "" && p.SSORegion == "" && p.SSORoleName == "" && p.LoginSession == ""
}

// sourcesOf are the environment and the profile that a configuration was made of.
func sourcesOf(cfg sdk.Config) (env config.EnvConfig, profile config.SharedConfig) {
	for _, source := range cfg.ConfigSources {
		switch source := source.(type) {
		case config.EnvConfig:
			env = source
		case config.SharedConfig:
			profile = source
		}
	}
	return env, profile
}
