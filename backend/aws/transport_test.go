package aws

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// doer is an HTTP client in a function.
type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

// TestBodyOutlivesItsRequest closes a body as the SDK does when the answer
// begins, while the transport still has a look at it.
func TestBodyOutlivesItsRequest(t *testing.T) {
	built, err := smithyhttp.NewStackRequest().(*smithyhttp.Request).SetStream(bytes.NewReader([]byte(`{"cluster":"prod"}`)))
	if err != nil {
		t.Fatal(err)
	}
	r := built.Build(t.Context())
	var sent io.ReadCloser
	client := fromMemory{doer(func(r *http.Request) (*http.Response, error) {
		sent = r.Body
		return &http.Response{Body: http.NoBody}, nil
	})}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []io.Closer{answer.Body, r.Body} {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	var got strings.Builder
	if _, err := io.Copy(&got, sent); err != nil || got.String() != `{"cluster":"prod"}` {
		t.Errorf("got %q, %v", got.String(), err)
	}
	if _, err := io.Copy(io.Discard, sent); err != nil {
		t.Errorf("at the end: %v", err)
	}
}

func TestRequestWithoutBody(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/", nil)
	if err != nil {
		t.Fatal(err)
	}
	var sent *http.Request
	answer, err := fromMemory{doer(func(r *http.Request) (*http.Response, error) {
		sent = r
		return &http.Response{Body: http.NoBody}, nil
	})}.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || sent.Body != nil {
		t.Errorf("a body appeared: %v, %v", sent.Body, err)
	}
}
