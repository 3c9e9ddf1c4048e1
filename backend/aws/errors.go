package aws

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/ecsdeck/ecsdeck/backend"
)

// explain turns a failure of the SDK into what a person needs to hear.
func explain(r request, profile string, err error) *backend.Error {
	e := &backend.Error{Op: r.op, Target: r.target, Err: err, RequestID: requestID(err)}
	var (
		credentials *credentialsError
		unreadable  *smithy.DeserializationError
		api         smithy.APIError
		turn        *turnError
	)
	switch {
	case errors.As(err, &turn):
		e.Kind, e.Message = backend.KindThrottled, turn.Error()
		e.Advice = "Wait a moment, or give more of the account's rate with --api-share."
	case errors.Is(err, context.Canceled):
		e.Kind, e.Message = backend.KindCanceled, "nobody waits for the answer any more"
	case errors.As(err, &credentials):
		explainCredentials(e, profile, credentials.err)
	case errors.As(err, &unreadable) && unreachable(e, err): // it began, and broke off
	case errors.As(err, &unreadable):
		explainUnreadable(e, unreadable, status(err))
	case errors.As(err, &api):
		explainCode(e, api, status(err))
	case unreachable(e, err):
	case status(err) != 0:
		explainUnreadable(e, nil, status(err))
	default:
		// What the SDK refuses to send: a bad region, a missing parameter.
		e.Kind, e.Message = backend.KindInvalid, innermost(err)
	}
	return e
}

// byOrganization is what to do about a policy of the organization.
const byOrganization = "A policy of the organization forbids it, and no policy of this account can cure that: ask the organization's administrators, or choose another region."

// noCode is what the SDK makes up where an answer has no error code, as the page
// of a proxy has none that the parsers of XML pass over.
const noCode = "UnknownError"

func explainCode(e *backend.Error, api smithy.APIError, status int) {
	if e.Code, e.Message = api.ErrorCode(), api.ErrorMessage(); e.Code == "" || e.Code == noCode {
		e.Code = ""
		explainUnreadable(e, nil, status)
		return
	}
	e.Kind = kindOfCode(e.Code, e.Message)
	if e.Kind == backend.KindUnknown {
		e.Kind = kindOfStatus(status)
	}
	if e.Message == "" || e.Message == noCode {
		e.Message = statusText(status)
	}
	if e.Kind == backend.KindDenied && backend.ByOrganization(e.Message) {
		e.Message = "blocked by a policy of the organization: " + e.Message
		e.Advice = byOrganization
	}
	if e.Kind == backend.KindExpired && clockIsOff(e.Code, e.Message) {
		e.Advice = "The clock of this machine is off: set it, then retry."
	}
}

// kindOfCode classifies by the error code, and by the message where ECS uses one
// code for different things. KindUnknown leaves it to the HTTP status.
func kindOfCode(code, message string) backend.Kind {
	if kind, ok := kinds[code]; ok {
		return kind
	}
	if _, ok := refusals()[code]; ok {
		return backend.KindThrottled
	}
	switch {
	case strings.HasSuffix(code, "NotFoundException"), strings.HasSuffix(code, "NotFound"):
		return backend.KindNotFound
	case code == "ClientException" && strings.HasPrefix(message, "Unable to describe task definition"),
		code == "InvalidParameterException" && strings.Contains(message, "referenced task was not found"):
		return backend.KindNotFound
	}
	return backend.KindUnknown
}

// kinds are the codes that mean more than their HTTP status tells. The tables
// of the API references: CommonErrors of ECS, CloudWatch, CloudWatch Logs, STS.
var kinds = map[string]backend.Kind{
	"AccessDenied":               backend.KindDenied,
	"AccessDeniedException":      backend.KindDenied,
	"UnauthorizedOperation":      backend.KindDenied,
	"AuthorizationError":         backend.KindDenied,
	"NotAuthorized":              backend.KindDenied,
	"OptInRequired":              backend.KindDenied,
	"BlockedException":           backend.KindDenied,
	"RegionDisabledException":    backend.KindDenied,
	"ForbiddenException":         backend.KindDenied,
	"MissingAuthenticationToken": backend.KindExpired,

	"ExpiredToken":                        backend.KindExpired,
	"ExpiredTokenException":               backend.KindExpired,
	"RequestExpired":                      backend.KindExpired,
	"UnrecognizedClientException":         backend.KindExpired,
	"InvalidClientTokenId":                backend.KindExpired,
	"InvalidAccessKeyId":                  backend.KindExpired,
	"InvalidSignatureException":           backend.KindExpired,
	"SignatureDoesNotMatch":               backend.KindExpired,
	"IncompleteSignature":                 backend.KindExpired,
	"IncompleteSignatureException":        backend.KindExpired,
	"MissingAuthenticationTokenException": backend.KindExpired,
	"UnauthorizedException":               backend.KindExpired,
	"RequestTimeTooSkewed":                backend.KindExpired,
	"RequestInTheFuture":                  backend.KindExpired,
	"AuthFailure":                         backend.KindExpired,

	"LimitExceededException":      backend.KindInvalid,
	"ServiceNotActiveException":   backend.KindInvalid,
	"ServerException":             backend.KindServer,
	"InternalFailure":             backend.KindServer,
	"InternalServerError":         backend.KindServer,
	"InternalServiceError":        backend.KindServer,
	"InternalServiceFault":        backend.KindServer,
	"ServiceUnavailable":          backend.KindServer,
	"ServiceUnavailableException": backend.KindServer,

	"UnsupportedFeatureException": backend.KindUnsupported,
	"UnknownOperationException":   backend.KindUnsupported,
	"UnsupportedOperation":        backend.KindUnsupported,
	"NotImplemented":              backend.KindUnsupported,
}

// kindOfStatus is what is left to go by when the code is a new one.
func kindOfStatus(status int) backend.Kind {
	switch {
	case status == http.StatusTooManyRequests:
		return backend.KindThrottled
	case status == http.StatusForbidden:
		return backend.KindDenied
	case status == http.StatusUnauthorized:
		return backend.KindExpired
	case status == http.StatusNotImplemented:
		return backend.KindUnsupported
	case status >= 500:
		return backend.KindServer
	case status >= 400:
		return backend.KindInvalid
	}
	return backend.KindUnknown
}

// clockIsOff tells the refusals that come from a wrong clock here, not from
// wrong keys.
func clockIsOff(code, message string) bool {
	switch code {
	case "RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired":
		return true
	}
	return strings.HasPrefix(message, "Signature expired") || strings.HasPrefix(message, "Signature not yet current")
}

// explainUnreadable tells of an answer that does not speak the protocol. With an
// error status it is most often the page of a proxy or a load balancer: that AWS
// refuses something it says with a code of its own. cause is nil for an answer
// that could be parsed and said nothing.
func explainUnreadable(e *backend.Error, cause *smithy.DeserializationError, status int) {
	e.Message = "the answer could not be read"
	e.Kind = backend.KindInvalid
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		e.Kind = kindOfStatus(status)
		e.Message += ": " + statusText(status)
		return
	case status == http.StatusForbidden:
		e.Message += ": " + statusText(status) + ", from a proxy and not from AWS"
	case status >= 300:
		e.Message += ": " + statusText(status)
	case cause != nil && cause.Err != nil:
		e.Message += ": " + innermost(cause)
	}
	e.Advice = "Check the endpoint URL and the proxy: what answers there does not speak the AWS protocol."
}

// unreachable fills e when no answer came at all.
func unreachable(e *backend.Error, err error) bool {
	var (
		dns     *net.DNSError
		sending *url.Error
		network net.Error
		cert    *tls.CertificateVerificationError
		host    x509.HostnameError
		proxy   *proxyError
	)
	switch {
	case errors.As(err, &proxy):
		e.Message = proxy.Error()
		if e.Advice = "Ask who looks after the proxy, or go around it with NO_PROXY."; proxy.status == http.StatusProxyAuthRequired {
			e.Advice = "The proxy wants to know who asks: put a name and password into HTTPS_PROXY."
		}
	case errors.As(err, &dns) && dns.IsNotFound:
		e.Message = "the host " + dns.Name + " is not known"
	case errors.As(err, &cert) && errors.As(err, &host):
		e.Message = "the certificate of the endpoint is for another host: " + cert.Err.Error()
		e.Advice = "Check the endpoint URL and the proxy: somebody else answers there."
	case errors.As(err, &cert):
		e.Message = "the certificate of the endpoint is not trusted: " + cert.Err.Error()
		e.Advice = "Behind a proxy that opens TLS, set AWS_CA_BUNDLE to its certificate."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		e.Message = "no answer in time"
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Message = "the answer broke off"
	case errors.As(err, &sending):
		e.Message = innermost(sending)
	case errors.As(err, &network):
		e.Message = innermost(network)
	default:
		return false
	}
	e.Kind = backend.KindUnreachable
	return true
}

// innermost is the text of the cause, without the names of the SDK's own parts
// before it; of a network operation it keeps what was tried.
func innermost(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Error()
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

func requestID(err error) string {
	var r interface{ ServiceRequestID() string }
	if errors.As(err, &r) {
		return r.ServiceRequestID()
	}
	return ""
}

// status is the HTTP status of the answer, 0 when none came.
func status(err error) int {
	var r interface{ HTTPStatusCode() int }
	if errors.As(err, &r) {
		return r.HTTPStatusCode()
	}
	return 0
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("HTTP %d %s", status, text)
	}
	return fmt.Sprintf("HTTP %d", status)
}
