package wire

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"
	"github.com/aws/smithy-go/transport/http/protocol/rpcv2"
)

// cborProtocol is rpc-v2-cbor, as CloudWatch speaks it: the operation is in the
// path. The path's name of CloudWatch is the one that it was given in 2010.
type cborProtocol struct{}

const (
	getMetricDataPath = "/service/GraniteServiceVersion20100801/operation/GetMetricData"
	cborType          = "application/cbor"
	smithyHeader      = "Smithy-Protocol"
	smithyCBOR        = "rpc-v2-cbor"
)

var (
	metricsCBOR = rpcv2.NewCBOR(schemas.GraniteServiceVersion20100801)
	metricsJSON = awsjson.New10(schemas.GraniteServiceVersion20100801)
	// The output stands in the place of the input: see encode.
	getMetricDataSchema = smithy.NewOperationSchema(schemas.GetMetricData, schemas.GetMetricDataOutput, nil)
	// And the input in that of the output: see decodeMetrics.
	metricsRequestSchema = smithy.NewOperationSchema(schemas.GetMetricData, nil, schemas.GetMetricDataInput)
)

// metricsOperations are the operations of CloudWatch that are simulated, for
// clients that speak JSON. Times are why the codec decodes them: encoding/json
// takes no numbers for a time.
var metricsOperations = map[string]operation{
	"GetMetricData": {
		schema: getMetricDataSchema,
		decode: func(body []byte) (func(call) (smithy.Serializable, error), error) {
			in, err := decodeMetrics(metricsJSON, body)
			return func(c call) (smithy.Serializable, error) { return getMetricData(c, in) }, err
		},
	},
}

// decodeMetrics reads a request with a client's codec, which takes it for an
// answer.
func decodeMetrics(codec smithyhttp.ClientProtocol, body []byte) (*cloudwatch.GetMetricDataInput, error) {
	in := &metricsRequest{}
	answer := &smithyhttp.Response{Response: &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body))}}
	if err := codec.DeserializeResponse(context.Background(), metricsRequestSchema, nil, answer, in); err != nil {
		return nil, serialization(err)
	}
	return &in.GetMetricDataInput, nil
}

func (cborProtocol) understand(r *http.Request, body []byte) (job, error) {
	if r.URL.Path != getMetricDataPath {
		return nil, refusal("UnknownOperationException", "%s is not simulated. Over rpc-v2-cbor there is: CloudWatch GetMetricData.", r.URL.Path)
	}
	if err := authenticated(r); err != nil {
		return nil, err
	}
	in, err := decodeMetrics(metricsCBOR, body)
	if err != nil {
		return nil, err
	}
	return func(c call) (reply, error) {
		out, err := getMetricData(c, in)
		if err != nil {
			return nil, err
		}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", cborType)
			h.Set(smithyHeader, smithyCBOR)
			return encode(metricsCBOR, getMetricDataSchema, out)
		}, nil
	}, nil
}

func (cborProtocol) refuse(h http.Header, f *failure, _ string) []byte {
	h.Set("Content-Type", cborType)
	h.Set(smithyHeader, smithyCBOR)
	fault := "Sender"
	if f.status >= http.StatusInternalServerError {
		fault = "Receiver"
	}
	// Clients from the days of the query protocol go by its codes.
	h.Set("X-Amzn-Query-Error", strings.TrimSuffix(f.code, "Exception")+";"+fault)
	// Two strings always encode.
	body, _ := encode(metricsCBOR, getMetricDataSchema, f)
	return body
}

// metricsRequest reads what the SDK only writes.
type metricsRequest struct{ cloudwatch.GetMetricDataInput }

// Deserialize implements smithy.Deserializable.
func (m *metricsRequest) Deserialize(d smithy.ShapeDeserializer) error {
	return smithy.ReadStruct(d, schemas.GetMetricDataInput, func(s *smithy.Schema) error {
		switch s {
		case schemas.GetMetricDataInput_StartTime:
			m.StartTime = new(time.Time)
			return d.ReadTime(s, m.StartTime)
		case schemas.GetMetricDataInput_EndTime:
			m.EndTime = new(time.Time)
			return d.ReadTime(s, m.EndTime)
		case schemas.GetMetricDataInput_NextToken:
			m.NextToken = new(string)
			return d.ReadString(s, m.NextToken)
		case schemas.GetMetricDataInput_MaxDatapoints:
			m.MaxDatapoints = new(int32)
			return d.ReadInt32(s, m.MaxDatapoints)
		case schemas.GetMetricDataInput_ScanBy:
			return d.ReadString(s, (*string)(&m.ScanBy))
		case schemas.GetMetricDataInput_LabelOptions:
			return m.readLabelOptions(d, s)
		case schemas.GetMetricDataInput_MetricDataQueries:
			return smithy.ReadList(d, s, func() error {
				var q types.MetricDataQuery
				err := q.Deserialize(d)
				m.MetricDataQueries = append(m.MetricDataQueries, q)
				return err
			})
		}
		return nil
	})
}

func (m *metricsRequest) readLabelOptions(d smithy.ShapeDeserializer, s *smithy.Schema) error {
	m.LabelOptions = &types.LabelOptions{Timezone: new(string)}
	return smithy.ReadStruct(d, s, func(s *smithy.Schema) error { return d.ReadString(s, m.LabelOptions.Timezone) })
}
