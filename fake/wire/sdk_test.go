package wire

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/awsquery"
)

// The codecs are held to the SDK's own: every operation of each service is sent
// by the SDK's client with every member set, must be read as it was meant, and
// is answered with every member set, which the client must read as it was meant.

// exchange is what stands at the other end of the SDK's client.
type exchange struct {
	t      *testing.T
	read   func(in any, r *http.Request, body []byte) error
	write  func(out any, operation string, h http.Header) ([]byte, error)
	sent   any // what the client was given
	answer any // what it is to be answered with
	name   string
}

func (e *exchange) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if r.Header.Get("Content-Encoding") == "gzip" {
		var err error
		if body, err = inflate(body); err != nil {
			return nil, err
		}
	}
	in := reflect.New(reflect.TypeOf(e.sent).Elem()).Interface()
	if err := e.read(in, r, body); err != nil {
		e.t.Errorf("%s: %v\n%s", e.name, err, body)
	} else if got, want := inJSON(in), inJSON(e.sent); got != want {
		e.t.Errorf("%s read\n%s\nwant\n%s", e.name, got, want)
	}
	h := http.Header{}
	out, err := e.write(e.answer, e.name, h)
	if err != nil {
		e.t.Errorf("%s: %v", e.name, err)
	}
	return &http.Response{StatusCode: http.StatusOK, Header: h, Body: io.NopCloser(strings.NewReader(string(out)))}, nil
}

func inJSON(x any) string {
	b, err := writeJSON(x)
	return fmt.Sprint(string(b), err)
}

// everyOperation exchanges one request and answer of each of a client's
// operations, but for those named.
func everyOperation(t *testing.T, client any, e *exchange, but ...string) {
	v := reflect.ValueOf(client)
	n := 0
	for i := range v.NumMethod() {
		m := v.Method(i)
		e.name = v.Type().Method(i).Name
		if m.Type().NumIn() != 3 || m.Type().NumOut() != 2 || slices.Contains(but, e.name) {
			continue
		}
		n++
		e.sent, e.answer = populated(m.Type().In(1)).Interface(), populated(m.Type().Out(0)).Interface()
		got := m.Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(e.sent)})
		if err, _ := got[1].Interface().(error); err != nil {
			t.Errorf("%s: %v", e.name, err)
			continue
		}
		if got, want := inJSON(got[0].Interface()), inJSON(e.answer); got != want {
			t.Errorf("%s was answered\n%s\nwant\n%s", e.name, got, want)
		}
	}
	t.Logf("%d operations", n)
}

var sample0 = time.Date(2026, 11, 23, 12, 30, 15, 250e6, time.UTC)

// populated is a value of a type with everything set that can be: a list has
// two members, a map one entry. Unions stay empty.
func populated(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	if t == timeType {
		v.Set(reflect.ValueOf(sample0))
		return v
	}
	switch t.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(populated(t.Elem()))
	case reflect.Struct:
		for _, f := range apiMembers(t) {
			if f.Name == "BaselinePerformanceFactors" {
				continue // of EC2 Auto Scaling: the one member whose list has items of another name
			}
			v.FieldByIndex(f.Index).Set(populated(f.Type))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, 2, 2))
		for i := range 2 {
			v.Index(i).Set(populated(t.Elem()))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		v.SetMapIndex(populated(t.Key()), populated(t.Elem()))
	case reflect.String:
		v.SetString("a<&>é1")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(7)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(-0.1)
	}
	return v
}

func clientConfig(e *exchange) aws.Config {
	return aws.Config{
		Region: "eu-west-1", HTTPClient: e, RetryMaxAttempts: 1, BaseEndpoint: aws.String("http://localhost"),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "simulator", SecretAccessKey: "simulator"}, nil
		}),
	}
}

func overQuery(t *testing.T) *exchange {
	return &exchange{
		t: t,
		read: func(in any, _ *http.Request, body []byte) error {
			form, err := url.ParseQuery(string(body))
			if err != nil {
				return err
			}
			return fillForm(in, form)
		},
		write: func(out any, name string, h http.Header) ([]byte, error) {
			h.Set("Content-Type", xmlType)
			return writeXML(xmlHead{name, "urn:x", "id"}, out), nil
		},
	}
}

func TestQueryCodecAgainstTheSDK(t *testing.T) {
	t.Run("elbv2", func(t *testing.T) {
		e := overQuery(t)
		everyOperation(t, elbv2.NewFromConfig(clientConfig(e)), e)
	})
	t.Run("autoscaling", func(t *testing.T) {
		e := overQuery(t)
		everyOperation(t, autoscaling.NewFromConfig(clientConfig(e)), e)
	})
	t.Run("sts", func(t *testing.T) {
		e := overQuery(t)
		everyOperation(t, sts.NewFromConfig(clientConfig(e)), e)
	})
}

func overJSON(t *testing.T, write func(any) ([]byte, error)) *exchange {
	return &exchange{
		t: t,
		read: func(in any, _ *http.Request, body []byte) error {
			doc, err := readJSON(body)
			if err != nil {
				return err
			}
			return fillDocument(in, doc)
		},
		write: func(out any, _ string, _ http.Header) ([]byte, error) { return write(out) },
	}
}

func TestJSONCodecAgainstTheSDK(t *testing.T) {
	e := overJSON(t, writeJSON)
	everyOperation(t, applicationautoscaling.NewFromConfig(clientConfig(e)), e)
}

func overCBOR(t *testing.T) *exchange {
	return &exchange{
		t: t,
		read: func(in any, _ *http.Request, body []byte) error {
			doc, err := readCBOR(body)
			if err != nil {
				return err
			}
			return fillDocument(in, doc)
		},
		write: func(out any, _ string, h http.Header) ([]byte, error) {
			h.Set("Content-Type", cborType)
			h.Set(smithyHeader, smithyCBOR)
			return encodeAny(cloudWatchCBOR, out)
		},
	}
}

// CloudWatch is spoken in three protocols, and the SDK's client can be given
// each of them.
func TestCloudWatchCodecsAgainstTheSDK(t *testing.T) {
	for name, c := range map[string]struct {
		e        *exchange
		protocol smithyhttp.ClientProtocol
	}{
		"cbor":  {overCBOR(t), cloudWatchCBOR},
		"json":  {overJSON(t, func(out any) ([]byte, error) { return encodeAny(cloudWatchJSON, out) }), cloudWatchJSON},
		"query": {overQuery(t), awsquery.New(schemas.GraniteServiceVersion20100801)},
	} {
		t.Run(name, func(t *testing.T) {
			c.e.t = t
			client := cloudwatch.NewFromConfig(clientConfig(c.e), func(o *cloudwatch.Options) { o.Protocol = c.protocol })
			everyOperation(t, client, c.e)
		})
	}
}
