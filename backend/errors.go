package backend

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
)

// Kind is what a failure means for the person who waits for an answer.
type Kind uint8

// Kinds of failure.
const (
	// KindUnknown is a failure that fits nothing below.
	KindUnknown Kind = iota
	// KindDenied: the caller may not do this.
	KindDenied
	// KindThrottled: asked too often; trying later helps.
	KindThrottled
	// KindNotFound: the thing does not exist.
	KindNotFound
	// KindExpired: credentials are missing, expired or not accepted.
	KindExpired
	// KindUnreachable: no answer from the endpoint.
	KindUnreachable
	// KindInvalid: the request makes no sense, or the answer could not be read.
	KindInvalid
	// KindServer: AWS failed.
	KindServer
	// KindUnsupported: this backend cannot do it.
	KindUnsupported
	// KindRefused: a rule of this program forbids it, such as read-only mode.
	KindRefused
	// KindCanceled: nobody waits for the answer any more.
	KindCanceled
)

var kindWords = [...]string{"failed", "denied", "throttled", "not found", "not signed in", "unreachable", "invalid", "server error", "not supported", "refused", "canceled"}

func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return "failed"
}

// Error is a failure with all that is needed to tell a person about it.
type Error struct {
	Kind      Kind
	Op        string // the operation as IAM names it: ecs:DescribeServices
	Target    string // what it was about: cluster prod, service prod/api
	Code      string // AWS's error code, "" when there was none
	Message   string // why, in AWS's or our words; untrusted text
	Advice    string // what to do next; "" takes the kind's own
	RequestID string
	Err       error // the cause, for errors.Is
}

// Error says what happened, to what, and why.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(Word(e))
	if e.Target != "" {
		b.WriteString(": " + e.Target)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	var detail []string
	for _, d := range []string{e.Op, e.Code} {
		if d != "" {
			detail = append(detail, d)
		}
	}
	if len(detail) > 0 {
		b.WriteString(" (" + strings.Join(detail, ", ") + ")")
	}
	return b.String()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf classifies any error.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled):
		return KindCanceled
	case errors.Is(err, context.DeadlineExceeded):
		return KindUnreachable
	}
	return KindUnknown
}

// ByOrganization tells a denial that no permission of the account outweighs, by
// AWS's words for it (IAM User Guide, "Troubleshoot access denied error messages").
func ByOrganization(message string) bool {
	for _, policy := range []string{"service control policy", "resource control policy"} {
		if strings.Contains(message, "with an explicit deny in a "+policy) || strings.Contains(message, "because no "+policy+" allows") {
			return true
		}
	}
	return false
}

// Blocked tells that a policy of the organization forbids it: no policy of the
// account can cure that.
func Blocked(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == KindDenied && ByOrganization(e.Message)
}

// Word is what a failure is in a word: that of its kind, and of a denial by the
// organization that it is blocked.
func Word(err error) string {
	if Blocked(err) {
		return "blocked"
	}
	return KindOf(err).String()
}

// Advice says what to do next about err, in one sentence; "" when there is
// nothing to say.
func Advice(err error) string {
	var e *Error
	if errors.As(err, &e) {
		if e.Advice != "" {
			return e.Advice
		}
		if e.Kind == KindDenied && e.Op != "" {
			return "Ask for the permission " + e.Op + "."
		}
	}
	switch KindOf(err) {
	case KindDenied:
		return "Ask for the permission, or use another profile."
	case KindThrottled:
		return "Wait a moment: the account's request rate is used up."
	case KindNotFound:
		return "Check the name, the region and the profile."
	case KindExpired:
		return "Sign in again (aws sso login, or refresh the credentials) and retry."
	case KindUnreachable:
		return "Check the network, the region and the endpoint URL."
	case KindServer:
		return "Retry; if it lasts, see the AWS Health Dashboard."
	case KindRefused:
		return "Start without --read-only to allow changes."
	}
	return ""
}

// MaybeDone tells, of a failed write, that nobody knows whether it was done: it was
// sent, and what became of it did not come back. What failed before anything was
// sent, as the second look does or a connection that could not be made, is sure.
func MaybeDone(err error) bool {
	switch KindOf(err) {
	case KindUnreachable, KindServer, KindCanceled:
	default:
		return false
	}
	var (
		told *Error
		op   *net.OpError
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
	)
	read := errors.As(err, &told) && (strings.Contains(told.Op, ":Describe") || strings.Contains(told.Op, ":List"))
	return !read && !(errors.As(err, &op) && op.Op == "dial") && !errors.As(err, &dns) && !errors.As(err, &cert)
}

// Partial is the error of a list of which some rows could not be read. The
// rows that could be come with it.
type Partial struct {
	Missing []string // names or ids of the rows that are missing, as far as known
	More    int      // how many more are missing, of which not even the names are known
	What    string   // what they are where they are more than rows: context
	Err     error    // why, for the first of them
}

func (p *Partial) Error() string {
	what := cmp.Or(p.What, "row")
	switch p.Rows() {
	case 0:
		return fmt.Sprintf("the list is not complete: %v", p.Err)
	case 1:
		return fmt.Sprintf("1 %s is missing: %v", what, p.Err)
	}
	return fmt.Sprintf("%d %ss are missing: %v", p.Rows(), what, p.Err)
}

// Rows counts the rows that are missing; 0 when that is not known.
func (p *Partial) Rows() int { return len(p.Missing) + p.More }

// Unwrap is the cause.
func (p *Partial) Unwrap() error { return p.Err }
