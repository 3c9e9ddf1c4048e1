package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	logschemas "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/schemas"
	"github.com/aws/aws-sdk-go-v2/service/ecs/schemas"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/prelude"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"
)

// operation is one API operation of a JSON service.
type operation struct {
	schema *smithy.OperationSchema // with the output's schema in the input's place: see encode
	decode func(body []byte) (func(call) (smithy.Serializable, error), error)
}

// op makes an operation of its schema, its output's schema, and what it does.
func op[In any, Out smithy.Serializable](schema, output *smithy.Schema, do func(call, *In) (Out, error)) operation {
	return operation{
		schema: smithy.NewOperationSchema(schema, output, nil),
		decode: func(body []byte) (func(call) (smithy.Serializable, error), error) {
			in := new(In)
			if err := json.Unmarshal(body, in); err != nil {
				return nil, badJSON(err)
			}
			return func(c call) (smithy.Serializable, error) { return do(c, in) }, nil
		},
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
	codec      *awsjson.Protocol
	operations map[string]operation
}

// jsonServices are the services by the first part of X-Amz-Target.
var jsonServices = map[string]jsonService{
	"AmazonEC2ContainerServiceV20141113": {"Amazon ECS", awsjson.New11(schemas.AmazonEC2ContainerServiceV20141113), ecsOperations},
	"Logs_20140328":                      {"CloudWatch Logs", awsjson.New11(logschemas.Logs_20140328), logsOperations},
	"GraniteServiceVersion20100801":      {"CloudWatch", metricsJSON, metricsOperations},
}

// jsonProtocol is awsJson: POST /, the operation in X-Amz-Target. Its versions
// differ in their content types alone, and an answer has that of its request.
type jsonProtocol struct{ contentType string }

const (
	jsonFamily = "application/x-amz-json-"
	jsonType   = jsonFamily + "1.1"
)

func jsonOf(r *http.Request) jsonProtocol {
	if t := r.Header.Get("Content-Type"); strings.HasPrefix(t, jsonFamily) {
		return jsonProtocol{t}
	}
	return jsonProtocol{jsonType}
}

func (p jsonProtocol) understand(r *http.Request, body []byte) (job, error) {
	target, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	service, ok := jsonServices[target]
	if !ok {
		return nil, refusal("UnknownOperationException",
			"This is the AWS endpoint of a simulator. It serves Amazon ECS, CloudWatch Logs and CloudWatch GetMetricData over JSON, the latter over rpc-v2-cbor as well, and STS GetCallerIdentity over the query protocol, not %s %s with X-Amz-Target %q.",
			r.Method, r.URL.Path, r.Header.Get("X-Amz-Target"))
	}
	o, ok := service.operations[name]
	if !ok {
		return nil, refusal("UnknownOperationException", "%s %s is not simulated. There are: %s.",
			service.name, name, strings.Join(slices.Sorted(maps.Keys(service.operations)), ", "))
	}
	if err := authenticated(r); err != nil {
		return nil, err
	}
	do, err := o.decode(body)
	if err != nil {
		return nil, err
	}
	return func(c call) (reply, error) {
		out, err := do(c)
		if err != nil {
			return nil, err
		}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", p.contentType)
			return encode(service.codec, o.schema, whole{out})
		}, nil
	}, nil
}

func (p jsonProtocol) refuse(h http.Header, f *failure, _ string) []byte {
	h.Set("Content-Type", p.contentType)
	// Two strings always encode.
	body, _ := json.Marshal(struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}{f.code, f.message})
	return body
}

// encode writes a body with a client's codec: the SDK has no other half. What a
// client takes for its input is our output, so the output's schema stands in
// the operation's place for inputs.
func encode(codec smithyhttp.ClientProtocol, schema *smithy.OperationSchema, out smithy.Serializable) ([]byte, error) {
	req := smithyhttp.NewStackRequest().(*smithyhttp.Request)
	if err := codec.SerializeRequest(context.Background(), schema, out, req); err != nil {
		return nil, fmt.Errorf("encode %s: %w", schema.ID().Name, err)
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
	s.WriteString(errorType, f.code)
	s.WriteString(errorMessage, f.message)
	s.CloseStruct()
}
