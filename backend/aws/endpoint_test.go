package aws

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// endpoint is an AWS endpoint on 127.0.0.1 that answers by a table of
// operations and remembers what it was asked.
type endpoint struct {
	*httptest.Server
	t      *testing.T
	answer answers

	mu  sync.Mutex
	got []question
}

// answers are by operation: ListServices, FilterLogEvents, ...
type answers map[string]func(in map[string]any) reply

type question struct {
	op   string
	body string
	in   map[string]any
}

type reply struct {
	status int
	body   any // a string or bytes as they are, else JSON
	header map[string]string
}

func ok(body any) reply { return reply{status: http.StatusOK, body: body} }

func always(body any) func(map[string]any) reply {
	return func(map[string]any) reply { return ok(body) }
}

func failure(status int, code, message string) reply {
	return reply{status: status, body: map[string]any{"__type": code, "message": message}}
}

// serve starts an endpoint and opens a Backend on it, with nothing of this
// machine's configuration.
func serve(t *testing.T, a answers) (*Backend, *endpoint) {
	t.Helper()
	isolate(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	e := &endpoint{t: t, answer: a}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: e.URL, APIShare: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return b, e
}

// isolate hides the configuration and credentials of this machine.
func isolate(t *testing.T) {
	t.Helper()
	nowhere := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "",
		"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": "",
		"AWS_ENDPOINT_URL": "", "AWS_RETRY_MODE": "", "AWS_MAX_ATTEMPTS": "", "AWS_ENDPOINT_URL_ECS": "", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "", "AWS_ROLE_ARN": "",
		"HTTP_PROXY": "", "HTTPS_PROXY": "", "http_proxy": "", "https_proxy": "",
	} {
		t.Setenv(name, value)
	}
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		e.t.Error(err)
	}
	q := question{op: operation(r, string(body)), body: string(body)}
	if strings.HasPrefix(q.body, "{") {
		if err := json.Unmarshal(body, &q.in); err != nil {
			e.t.Error(err)
		}
	} else if form, err := url.ParseQuery(q.body); err == nil && form.Has("Action") {
		q.in = object{}
		for field := range form {
			q.in[field] = form.Get(field)
		}
	}
	e.mu.Lock()
	e.got = append(e.got, q)
	e.mu.Unlock()
	answer, known := e.answer[q.op]
	if !known {
		e.t.Errorf("unexpected %s %s", q.op, q.body)
		return
	}
	answer(q.in).write(w)
}

// operation is named by a header in JSON, by the path in CBOR and by a form
// field in the query protocol.
func operation(r *http.Request, body string) string {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return target[strings.LastIndexByte(target, '.')+1:]
	}
	if strings.HasPrefix(r.URL.Path, "/service/") {
		return path.Base(r.URL.Path)
	}
	for field := range strings.SplitSeq(body, "&") {
		if op, found := strings.CutPrefix(field, "Action="); found {
			return op
		}
	}
	return r.URL.Path
}

func (r reply) write(w http.ResponseWriter) {
	w.Header().Set("X-Amzn-RequestId", "req-1")
	for k, v := range r.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(r.status)
	switch body := r.body.(type) {
	case string:
		_, _ = io.WriteString(w, body)
	case []byte:
		_, _ = w.Write(body)
	default:
		_ = json.NewEncoder(w).Encode(body)
	}
}

// asked are the questions of one operation so far.
func (e *endpoint) asked(op string) []question {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []question
	for _, q := range e.got {
		if q.op == op {
			out = append(out, q)
		}
	}
	return out
}

type object = map[string]any

const arnPrefix = "arn:aws:ecs:eu-central-1:111122223333:"

func arns(kind string, from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprintf("%s%s/prod/%s", arnPrefix, kind, numbered(i)))
	}
	return out
}

func numbered(i int) string { return fmt.Sprintf("n%04d", i) }

// texts reads a list of strings out of a request.
func texts(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, s := range list {
		out = append(out, s.(string))
	}
	return out
}
