package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// APIFault is something that is wrong between a client and the API: errors,
// latency, denied permissions, expired credentials, reads that lag behind. It
// concerns the calls whose action, as IAM names it, one of Actions matches.
type APIFault struct {
	Name    string   // sets it apart from others; another of its name takes its place
	Actions []string // patterns such as ecs:Describe* and logs:*; none is all

	Code    string        // of the error that calls fail with; "" lets them pass
	Message string        // "" is AWS's own for the code
	Share   float64       // of the calls, in (0, 1]; 0 is all
	Next    int           // so many calls fail, and then it is over; 0 is no end
	Latency time.Duration // of real time that a call takes longer
	Lag     time.Duration // of simulated time that reads may be behind writes
	Until   time.Time     // simulated time at which it is over; zero is no end
}

// Codes that stand for something else than an operation's own refusal
// (ecs-facts 9.4, 9.5; IAM and STS's common errors).
const (
	ErrServer       = "ServerException"
	ErrThrottling   = "ThrottlingException"
	ErrAccessDenied = "AccessDeniedException"
	ErrExpiredToken = "ExpiredTokenException"

	ErrUnrecognizedClient = "UnrecognizedClientException"
	ErrInvalidSignature   = "InvalidSignatureException"
)

// apiMessages are AWS's texts of the errors that any call can meet.
var apiMessages = map[string]string{
	ErrServer:       "An internal error occurred. Try again later.",
	ErrThrottling:   "Rate exceeded",
	ErrExpiredToken: "The security token included in the request is expired",

	"Throttling":                  "Rate exceeded",
	"RequestLimitExceeded":        "Request limit exceeded.",
	"InternalError":               "An internal error has occurred",
	"InternalFailure":             internalFailure,
	"InternalServerError":         internalFailure,
	"InternalServiceError":        internalFailure,
	"InternalServiceFault":        internalFailure,
	"ServiceUnavailable":          unavailable,
	"ServiceUnavailableException": unavailable,
	ErrUnrecognizedClient:         unrecognized,
	"InvalidClientTokenId":        unrecognized,
	ErrInvalidSignature:           badSignature,
	"SignatureDoesNotMatch":       badSignature,
}

// Texts that several codes share (the table Common Errors of the API references).
const (
	internalFailure = "The request processing has failed because of an unknown error, exception or failure."
	unavailable     = "The request has failed due to a temporary failure of the server."
	unrecognized    = "The security token included in the request is invalid."
	badSignature    = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)

// SetAPIFault makes an API fault, or puts one in the place of that of its name.
type SetAPIFault struct{ Fault APIFault }

func (c SetAPIFault) do(w *World) (Reply, error) {
	f := c.Fault
	refuse := func(format string, args ...any) (Reply, error) {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	switch {
	case f.Name == "":
		return refuse("an API fault needs a name")
	case f.Code == "" && f.Latency == 0 && f.Lag == 0:
		return refuse("API fault %s does nothing: give a code, a latency or a lag", f.Name)
	case f.Share < 0 || f.Share > 1:
		return refuse("the share of API fault %s is %v: it is from 0 to 1", f.Name, f.Share)
	case f.Next < 0 || f.Latency < 0 || f.Latency > latencyAtMost || f.Lag < 0 || f.Lag > lagAtMost:
		return refuse("API fault %s has a number that is out of range: next is from 0, latency from 0s to %v, lag from 0s to %v", f.Name, latencyAtMost, lagAtMost)
	case !f.Until.IsZero() && !f.Until.After(w.now):
		return refuse("API fault %s is over at %s, and it is %s", f.Name, f.Until.Format(time.RFC3339), w.now.Format(time.RFC3339))
	}
	for _, a := range f.Actions {
		if err := CheckAction(a); err != nil {
			return Reply{}, err
		}
	}
	f.Actions = slices.Clone(f.Actions)
	w.endAPIFault(f.Name)
	w.state.apiFaults = append(w.state.apiFaults, &f)
	w.note(Entry{Kind: "command", Entity: f.Name, Text: "API fault: " + f.about()})
	return Reply{}, nil
}

// latencyAtMost is longer than any client waits.
const latencyAtMost = 5 * time.Minute

func (f *APIFault) about() string {
	on := "every action"
	if len(f.Actions) > 0 {
		on = strings.Join(f.Actions, ", ")
	}
	var what []string
	if f.Code != "" {
		text := f.Code
		if f.Share > 0 {
			text += fmt.Sprintf(" for %g%% of the calls", hundredth(float64(f.Share*100)))
		}
		if f.Next > 0 {
			text += fmt.Sprintf(" for the next %d calls", f.Next)
		}
		what = append(what, text)
	}
	if f.Latency > 0 {
		what = append(what, f.Latency.String()+" more latency")
	}
	if f.Lag > 0 {
		what = append(what, "reads up to "+f.Lag.String()+" behind")
	}
	return on + ": " + strings.Join(what, ", ")
}

// EndAPIFault ends the API fault of a name, or all of them when it is "".
type EndAPIFault struct{ Name string }

func (c EndAPIFault) do(w *World) (Reply, error) {
	if c.Name == "" {
		w.state.apiFaults = nil
	} else if !w.endAPIFault(c.Name) {
		return Reply{}, &Error{"ValidationException", "there is no API fault " + c.Name}
	}
	w.note(Entry{Kind: "command", Entity: c.Name, Text: "API fault ended"})
	return Reply{}, nil
}

func (w *World) endAPIFault(name string) bool {
	i := slices.IndexFunc(w.state.apiFaults, func(f *APIFault) bool { return f.Name == name })
	if i < 0 {
		return false
	}
	w.state.apiFaults = slices.Delete(w.state.apiFaults, i, i+1)
	return true
}

// CallAPI is a call that is about to be carried out: an error is what the
// client hears instead. It leaves no trace in the journal.
type CallAPI struct {
	Action   string // as IAM names it: ecs:ListServices
	Caller   string // ARN
	Resource string // ARN of what it is about; "" is *, what permissions name when there is none
}

func (c CallAPI) do(w *World) (Reply, error) {
	var out Reply
	w.state.apiFaults = slices.DeleteFunc(w.state.apiFaults, func(f *APIFault) bool {
		return !f.Until.IsZero() && !f.Until.After(w.now)
	})
	var hit *APIFault
	for _, f := range w.state.apiFaults {
		if !f.concerns(c.Action) {
			continue
		}
		out.Latency += f.Latency
		if reads(c.Action) {
			out.Lag = max(out.Lag, f.Lag)
		}
		if f.Code != "" && hit == nil && (f.Share == 0 || w.stream("api fault", f.Name).Float() < f.Share) {
			hit = f
		}
	}
	if out.Lag > 0 {
		out.Behind = w.stream("api lag", "").Float() < 0.5
	}
	if hit == nil {
		return out, nil
	}
	if hit.Next > 0 {
		if hit.Next--; hit.Next == 0 {
			w.endAPIFault(hit.Name)
		}
	}
	return out, &Error{hit.Code, hit.message(c)}
}

func (f *APIFault) message(c CallAPI) string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Code == ErrAccessDenied:
		return fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action",
			c.Caller, c.Action, cmp.Or(c.Resource, "*"), c.Action)
	case apiMessages[f.Code] != "":
		return apiMessages[f.Code]
	}
	return "The simulator was told to fail this call."
}

func (f *APIFault) concerns(action string) bool {
	return len(f.Actions) == 0 || slices.ContainsFunc(f.Actions, func(p string) bool {
		return matchAction(strings.ToLower(p), strings.ToLower(action))
	})
}

// matchAction matches with * for any text and ? for one character, as IAM does.
func matchAction(pattern, text string) bool {
	star, mark, p, t := -1, 0, 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// APIFaults are what is wrong with the API, oldest first.
func (v View) APIFaults() []APIFault {
	var out []APIFault
	for _, f := range v.w.state.apiFaults {
		if f.Until.IsZero() || f.Until.After(v.w.now) {
			out = append(out, *f)
		}
	}
	return out
}
