package wire

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// queryProtocol is AWS's oldest: a form in, XML out. The form's Version says
// which service is meant.
type queryProtocol struct{}

// queryService is a service of the query protocol.
type queryService struct {
	name      string // for people
	prefix    string // of its actions in IAM
	namespace string // of its XML
	actions   map[string]action
}

// queryServices are the services by the version of their API.
var queryServices = map[string]queryService{
	"2011-06-15": {"STS", "sts", "https://sts.amazonaws.com/doc/2011-06-15/", stsActions},
	"2015-12-01": {"Elastic Load Balancing", "elasticloadbalancing", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/", elbActions},
	"2011-01-01": {"Amazon EC2 Auto Scaling", "autoscaling", "http://autoscaling.amazonaws.com/doc/2011-01-01/", autoScalingActions},
	"2010-08-01": {"CloudWatch", "cloudwatch", "http://monitoring.amazonaws.com/doc/2010-08-01/", cloudWatchActions},
}

const xmlType = "text/xml"

// errUnsigned is the query protocol's refusal of what is not signed.
var errUnsigned = &failure{"MissingAuthenticationToken", "Request is missing Authentication Token", http.StatusForbidden}

func (queryProtocol) understand(r *http.Request, body []byte) (request, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return request{}, refusal("MalformedQueryString", "The request body cannot be read: %v.", err)
	}
	if r.Header.Get("Authorization") == "" {
		return request{}, errUnsigned
	}
	name, version := form.Get("Action"), form.Get("Version")
	service, ok := queryServices[version]
	if !ok {
		return request{}, refusal("InvalidAction", "Could not find operation %s for version %s. Over the query protocol the simulator serves the versions %s.",
			name, version, strings.Join(slices.Sorted(maps.Keys(queryServices)), ", "))
	}
	a, ok := service.actions[name]
	if !ok {
		return request{}, refusal("InvalidAction", "Could not find operation %s for version %s. %s %s is not simulated. %s",
			name, version, service.name, name, seeOperations)
	}
	in := a.newIn()
	if err := fillForm(in, form); err != nil {
		return request{}, err
	}
	return request{service.prefix, name, in, func(c call) (reply, error) {
		out, err := a.do(c, in)
		if err != nil {
			return nil, err
		}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", xmlType)
			return writeXML(xmlHead{name, service.namespace, h.Get("X-Amzn-Requestid")}, out), nil
		}, nil
	}}, nil
}

// queryStatus is the HTTP status of a refusal in the query protocol, which
// tells who may not from what is wrong (common errors of STS and CloudWatch).
func queryStatus(f *failure) int {
	switch f.code {
	case sim.ErrAccessDenied, sim.ErrExpiredToken, sim.ErrUnrecognizedClient, sim.ErrInvalidSignature, "InvalidClientTokenId", "SignatureDoesNotMatch":
		return http.StatusForbidden
	}
	return f.status
}

func (queryProtocol) refuse(h http.Header, f *failure, requestID string) (int, []byte) {
	h.Set("Content-Type", xmlType)
	var b bytes.Buffer
	b.WriteString("<ErrorResponse><Error><Type>" + f.fault() + "</Type><Code>")
	escape(&b, queryCode(f.code))
	b.WriteString("</Code><Message>")
	escape(&b, f.message)
	b.WriteString("</Message></Error><RequestId>")
	escape(&b, requestID)
	b.WriteString("</RequestId></ErrorResponse>")
	return queryStatus(f), b.Bytes()
}

// queryCodes are the codes of the query protocol that are not the name of the
// exception without its last word (SDK cloudwatch, trait awsQueryError).
var queryCodes = map[string]string{
	"ConcurrentModificationException":   "ConcurrentModificationException",
	"ConflictException":                 "ConflictException",
	"DashboardInvalidInputError":        "InvalidParameterInput",
	"DashboardNotFoundError":            "ResourceNotFound",
	"InternalServiceFault":              "InternalServiceError",
	"InvalidFormatFault":                "InvalidFormat",
	"LimitExceededException":            "LimitExceededException",
	"LimitExceededFault":                "LimitExceeded",
	"MissingRequiredParameterException": "MissingParameter",
	"ResourceNotFoundException":         "ResourceNotFoundException",
	"ValidationException":               "ValidationError",

	sim.ErrUnrecognizedClient: "InvalidClientTokenId",
	sim.ErrInvalidSignature:   "SignatureDoesNotMatch",
}

// codesOverJSON are the codes of the other protocols for what is named otherwise
// in the query protocol.
var codesOverJSON = map[string]string{
	"InvalidClientTokenId":  sim.ErrUnrecognizedClient,
	"SignatureDoesNotMatch": sim.ErrInvalidSignature,
	"Throttling":            sim.ErrThrottling,
}

// queryCode is an exception's code in the query protocol.
func queryCode(code string) string {
	if q, ok := queryCodes[code]; ok {
		return q
	}
	return strings.TrimSuffix(code, "Exception")
}
