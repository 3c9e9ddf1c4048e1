package wire

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecs/schemas"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/prelude"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"
)

// operation is one API operation of a JSON service: how its requests are read
// and its answers are written.
type operation struct {
	decode func(body []byte) (in any, do func(call) (any, error), err error)
	encode func(out any) ([]byte, error)
}

// json11 writes awsJson1.1. What is written brings its own schema, so that the
// codec of one service does for all.
var json11 = awsjson.New11(schemas.AmazonEC2ContainerServiceV20141113)

// op makes an operation of its schema, its output's schema, and what it does.
// In and Out are pointers, as in qop.
func op[In any, Out smithy.Serializable](schema, output *smithy.Schema, do func(call, In) (Out, error)) operation {
	// With the output's schema in the input's place: see encode.
	written := smithy.NewOperationSchema(schema, output, nil)
	return operation{
		decode: decoder(func(c call, in In) (any, error) { return do(c, in) }),
		encode: func(out any) ([]byte, error) { return encode(json11, written, whole{out.(smithy.Serializable)}) },
	}
}

// decoder reads the body of a request into what do takes.
func decoder[In any](do func(call, In) (any, error)) func(body []byte) (any, func(call) (any, error), error) {
	newIn := maker(reflect.TypeFor[In]())
	return func(body []byte) (any, func(call) (any, error), error) {
		in := newIn()
		if err := json.Unmarshal(body, in); err != nil {
			return nil, nil, badJSON(err)
		}
		return in, func(c call) (any, error) { return do(c, in.(In)) }, nil
	}
}

// quiet makes an operation that answers nothing but that it is done.
func quiet[In any](do func(call, In) error) operation {
	return operation{
		decode: decoder(func(c call, in In) (any, error) { return nil, do(c, in) }),
		encode: func(any) ([]byte, error) { return []byte("{}"), nil },
	}
}

// badJSON says what is wrong with a body in the words of the API.
func badJSON(err error) error {
	if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) && t.Field != "" {
		return refusal("SerializationException", "The member %s cannot be a JSON %s.", lowerFirst(t.Field), t.Value)
	}
	return serialization(err)
}

// jsonService is a service of the awsJson protocols.
type jsonService struct {
	name       string // for people
	prefix     string // of its actions in IAM
	operations map[string]operation
}

// jsonServices are the services by the first part of X-Amz-Target.
var jsonServices = map[string]jsonService{
	"AmazonEC2ContainerServiceV20141113":   {"Amazon ECS", "ecs", ecsOperations},
	"Logs_20140328":                        {"CloudWatch Logs", "logs", logsOperations},
	"AnyScaleFrontendService":              {"Application Auto Scaling", "application-autoscaling", scalingOperations},
	"AmazonEC2ContainerRegistry_V20150921": {"Amazon ECR", "ecr", ecrOperations},
	cloudTrailTarget:                       {"AWS CloudTrail", "cloudtrail", cloudTrailOperations},
	cloudWatchTarget:                       {"CloudWatch", "cloudwatch", cloudWatchOverJSON()},
}

// jsonProtocol is awsJson: POST /, the operation in X-Amz-Target. Its versions
// differ in their content types alone, and an answer has that of its request.
type jsonProtocol struct {
	contentType string
	queryMode   bool // the service once spoke the query protocol, and the client goes by that
}

const (
	jsonFamily = "application/x-amz-json-"
	jsonType   = jsonFamily + "1.1"
)

func jsonOf(r *http.Request) jsonProtocol {
	p := jsonProtocol{jsonType, queryMode(r) && strings.HasPrefix(r.Header.Get("X-Amz-Target"), cloudWatchTarget+".")}
	if t := r.Header.Get("Content-Type"); strings.HasPrefix(t, jsonFamily) {
		p.contentType = t
	}
	return p
}

func (p jsonProtocol) understand(r *http.Request, body []byte) (request, error) {
	target, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	service, ok := jsonServices[target]
	if !ok {
		return request{}, refusal("UnknownOperationException",
			"This is the AWS endpoint of a simulator. Over JSON it serves %s; CloudWatch over rpc-v2-cbor as well; and %s over the query protocol; not %s %s with X-Amz-Target %q.",
			servicesOverJSON(), servicesOverQuery(), r.Method, r.URL.Path, r.Header.Get("X-Amz-Target"))
	}
	o, ok := service.operations[name]
	if !ok {
		return request{}, refusal("UnknownOperationException", "%s %s is not simulated. %s", service.name, name, seeOperations)
	}
	if err := authenticated(r); err != nil {
		return request{}, err
	}
	// Every client of AWS sends the type; a script that leaves it out may.
	if t := r.Header.Get("Content-Type"); t != "" && !strings.HasPrefix(t, jsonFamily) {
		return request{}, refusal("UnknownOperationException", "The Content-Type of %s %s is %s1.0 or 1.1, not %q.", service.name, name, jsonFamily, t)
	}
	if start := bytes.TrimSpace(body); len(start) > 0 && start[0] != '{' {
		return request{}, refusal("SerializationException", "The request body must be a JSON object.")
	}
	in, do, err := o.decode(body)
	if err != nil {
		return request{}, err
	}
	return request{service.prefix, name, in, func(c call) (reply, error) {
		out, err := do(c)
		if err == nil && c.lag > 0 {
			err = c.hide(out)
		}
		if err != nil {
			return nil, err
		}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", p.contentType)
			return o.encode(out)
		}, nil
	}}, nil
}

// servicesOverJSON names the services of the JSON protocols, for people.
func servicesOverJSON() string {
	var names []string
	for _, s := range jsonServices {
		names = append(names, s.name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// servicesOverQuery names the services of the query protocol, for people.
func servicesOverQuery() string {
	var names []string
	for _, s := range queryServices {
		names = append(names, s.name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (p jsonProtocol) refuse(h http.Header, f *failure, _ string) (int, []byte) {
	h.Set("Content-Type", p.contentType)
	if p.queryMode {
		queryError(h, f)
	}
	// Two strings always encode.
	body, _ := json.Marshal(struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}{cmp.Or(codesOverJSON[f.code], f.code), f.message})
	return f.status, body
}

// encode writes a body with a client's codec: the SDK has no other half. What a
// client takes for its input is our output, so the output's schema stands in
// the operation's place for inputs.
func encode(codec smithyhttp.ClientProtocol, schema *smithy.OperationSchema, out smithy.Serializable) ([]byte, error) {
	req := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	if err := codec.SerializeRequest(context.Background(), schema, out, req); err != nil {
		return nil, fmt.Errorf("encode %s: %w", schema.ID().Name, err)
	}
	if req.GetStream() == nil {
		return nil, nil // a structure without members
	}
	return io.ReadAll(req.GetStream())
}

// errorSchema is that of a refusal in the protocols that have one for all.
var (
	errorSchema  = smithy.NewSchema(smithy.ShapeID{Namespace: "ecsdeck", Name: "Error"}, smithy.ShapeTypeStructure, 2)
	errorType    = errorSchema.AddMember("__type", prelude.String)
	errorMessage = errorSchema.AddMember("message", prelude.String)
)

// Serialize writes the refusal in the form that smithy's protocols share.
func (f *failure) Serialize(s smithy.ShapeSerializer) {
	s.WriteStruct(errorSchema)
	s.WriteString(errorType, cmp.Or(codesOverJSON[f.code], f.code))
	s.WriteString(errorMessage, f.message)
	s.CloseStruct()
}
