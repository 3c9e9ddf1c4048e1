package wire

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// failure is a refusal with AWS's code and text.
type failure struct {
	code, message string
	status        int // HTTP status
}

func (f *failure) Error() string { return f.code + ": " + f.message }

// fault is whose fault it is, in the words of the query protocol.
func (f *failure) fault() string {
	if f.status >= http.StatusInternalServerError {
		return "Receiver"
	}
	return "Sender"
}

// failureOf finds what to answer for an error: a refusal as it is, one of the
// world's with its own code, and ServerException for what should not happen.
func failureOf(err error) *failure {
	if f := (*failure)(nil); errors.As(err, &f) {
		return f
	}
	if e := (*sim.Error)(nil); errors.As(err, &e) {
		return &failure{e.Code, e.Message, statusOf(e.Code)}
	}
	return &failure{"ServerException", "The simulator failed: " + err.Error(), http.StatusInternalServerError}
}

// statusOf is the HTTP status of an error that any call can meet.
func statusOf(code string) int {
	switch code {
	case sim.ErrServer, "InternalServerError", "InternalFailure", "InternalError", "InternalServiceError", "InternalServiceFault":
		return http.StatusInternalServerError
	case "ServiceUnavailable", "ServiceUnavailableException", "RequestLimitExceeded":
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

func refusal(code, format string, args ...any) error {
	return &failure{code, fmt.Sprintf(format, args...), http.StatusBadRequest}
}

// invalid is the refusal of a parameter's value.
func invalid(format string, args ...any) error { return refusal(sim.ErrInvalid, format, args...) }

// seeOperations ends what is said of an operation that is not there.
const seeOperations = "docs/simulator-api.md lists the operations that are."

// serialization is the refusal of a body that cannot be read. What a decoder
// says of structures within structures may be as long as they are deep.
func serialization(err error) error {
	const enough = 300
	text := err.Error()
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "") + "..."
	}
	return refusal("SerializationException", "The request body cannot be read: %s.", strings.TrimSuffix(text, "."))
}

var (
	errNoCredentials   = refusal("MissingAuthenticationTokenException", "Missing Authentication Token")
	errClusterNotFound = refusal(sim.ErrClusterNotFound, "Cluster not found.")
	errClusterInactive = refusal(sim.ErrClusterNotFound, "The referenced cluster was inactive")
	errServiceNotFound = refusal(sim.ErrServiceNotFound, "Service not found.")
	errNoTaskDef       = refusal(sim.ErrClient, "Unable to describe task definition.")
)

// authenticated holds a request to what AWS asks first: that it is signed. By
// whom and whether rightly is not looked at.
func authenticated(r *http.Request) error {
	if r.Header.Get("Authorization") == "" && r.URL.Query().Get("X-Amz-Signature") == "" {
		return errNoCredentials
	}
	return nil
}
