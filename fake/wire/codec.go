package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
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
				return nil, serialization(err)
			}
			return func(c call) (smithy.Serializable, error) { return do(c, in) }, nil
		},
	}
}

// jsonService is a service of the awsJson1.1 protocol.
type jsonService struct {
	name       string // for people
	codec      *awsjson.Protocol
	operations map[string]operation
}

// jsonServices are the services by the first part of X-Amz-Target.
var jsonServices = map[string]jsonService{
	"AmazonEC2ContainerServiceV20141113": {"Amazon ECS", awsjson.New11(schemas.AmazonEC2ContainerServiceV20141113), ecsOperations},
	"Logs_20140328":                      {cloudwatchlogs.ServiceID, awsjson.New11(logschemas.Logs_20140328), logsOperations},
}

const jsonType = "application/x-amz-json-1.1"

// jsonProtocol is awsJson1.1: POST /, the operation in X-Amz-Target.
type jsonProtocol struct{}

func (jsonProtocol) understand(r *http.Request, body []byte) (job, error) {
	target, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	service, ok := jsonServices[target]
	if !ok {
		return nil, refusal("UnknownOperationException",
			"This is the AWS endpoint of a simulator. It serves Amazon ECS and CloudWatch Logs (awsJson1.1), CloudWatch GetMetricData (rpc-v2-cbor) and STS GetCallerIdentity (query), not %s %s with X-Amz-Target %q.",
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
			h.Set("Content-Type", jsonType)
			return encode(service.codec, o.schema, whole{out})
		}, nil
	}, nil
}

func (jsonProtocol) refuse(h http.Header, f *failure, _ string) []byte {
	h.Set("Content-Type", jsonType)
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
