package wire

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
)

// queryProtocol is AWS's oldest: a form in, XML out. STS speaks it still.
type queryProtocol struct{}

const (
	stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"
	stsVersion   = "2011-06-15"
	xmlType      = "text/xml"
)

// callerIdentity is the answer of GetCallerIdentity.
type callerIdentity struct {
	XMLName   xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	ARN       string   `xml:"GetCallerIdentityResult>Arn"`
	UserID    string   `xml:"GetCallerIdentityResult>UserId"`
	Account   string   `xml:"GetCallerIdentityResult>Account"`
	RequestID string   `xml:"ResponseMetadata>RequestId"`
}

// simulatedUserID has the form of an IAM user's unique id.
const simulatedUserID = "AIDASIMULATOR00000000"

func (queryProtocol) understand(r *http.Request, body []byte) (job, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refusal("MalformedQueryString", "The request body cannot be read: %v.", err)
	}
	if r.Header.Get("Authorization") == "" {
		return nil, &failure{"MissingAuthenticationToken", "Request is missing Authentication Token", http.StatusForbidden}
	}
	action, version := form.Get("Action"), form.Get("Version")
	if action != "GetCallerIdentity" || version != stsVersion {
		return nil, refusal("InvalidAction", "Could not find operation %s for version %s. The simulator serves GetCallerIdentity for version %s over the query protocol.%s",
			action, version, stsVersion, cloudWatchHint(version))
	}
	return func(c call) (reply, error) {
		who := callerIdentity{ARN: c.caller(), UserID: simulatedUserID, Account: c.view.Config().Account}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", xmlType)
			who.RequestID = h.Get("X-Amzn-Requestid")
			return xml.Marshal(who)
		}, nil
	}, nil
}

// cloudWatchHint says what to do to a CLI that is too old for what is served.
func cloudWatchHint(version string) string {
	if version != "2010-08-01" {
		return ""
	}
	return " CloudWatch is served over rpc-v2-cbor and JSON, which the SDKs and CLIs of 2026 speak."
}

func (queryProtocol) refuse(h http.Header, f *failure, requestID string) []byte {
	h.Set("Content-Type", xmlType)
	fault := "Sender"
	if f.status >= http.StatusInternalServerError {
		fault = "Receiver"
	}
	type refusal struct {
		XMLName   xml.Name `xml:"ErrorResponse"`
		Namespace string   `xml:"xmlns,attr"`
		Type      string   `xml:"Error>Type"`
		Code      string   `xml:"Error>Code"`
		Message   string   `xml:"Error>Message"`
		RequestID string   `xml:"RequestId"`
	}
	// Texts always encode once what is no text has been taken out.
	body, _ := xml.Marshal(refusal{
		Namespace: stsNamespace, Type: fault, Code: f.code, Message: strings.ToValidUTF8(f.message, "\uFFFD"), RequestID: requestID,
	})
	return body
}
