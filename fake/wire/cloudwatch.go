package wire

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"
	"github.com/aws/smithy-go/transport/http/protocol/rpcv2"
)

// cloudWatchActions are the operations of CloudWatch that are simulated. They
// are served over rpc-v2-cbor, JSON and the query protocol alike.
var cloudWatchActions = map[string]action{
	"DeleteAlarms":            qop(deleteAlarms),
	"DescribeAlarmHistory":    qop(describeAlarmHistory),
	"DescribeAlarms":          qop(describeAlarms),
	"DescribeAlarmsForMetric": qop(describeAlarmsForMetric),
	"DisableAlarmActions":     qop(disableAlarmActions),
	"EnableAlarmActions":      qop(enableAlarmActions),
	"GetMetricData":           qop(getMetricData),
	"GetMetricStatistics":     qop(getMetricStatistics),
	"ListMetrics":             qop(listMetrics),
	"ListTagsForResource":     qop(listAlarmTags),
	"PutMetricAlarm":          qop(putMetricAlarm),
	"PutMetricData":           qop(putMetricData),
	"SetAlarmState":           qop(setAlarmState),
	"TagResource":             qop(tagAlarm),
	"UntagResource":           qop(untagAlarm),
}

// cborProtocol is rpc-v2-cbor, as CloudWatch speaks it: the operation is in the
// path. The path's name of CloudWatch is the one that it was given in 2010.
type cborProtocol struct{ queryMode bool }

const (
	cloudWatchTarget = "GraniteServiceVersion20100801"
	cloudWatchPath   = "/service/" + cloudWatchTarget + "/operation/"
	cborType         = "application/cbor"
	smithyHeader     = "Smithy-Protocol"
	smithyCBOR       = "rpc-v2-cbor"
)

var (
	cloudWatchCBOR = rpcv2.NewCBOR(schemas.GraniteServiceVersion20100801)
	cloudWatchJSON = awsjson.New10(schemas.GraniteServiceVersion20100801)
	// What is written brings its own schema: a codec only wants to hear that
	// there is one.
	anySchema = smithy.NewOperationSchema(schemas.GetMetricData, schemas.GetMetricDataOutput, nil)
)

// cloudWatchOverJSON are the same operations for clients that speak JSON.
func cloudWatchOverJSON() map[string]operation {
	out := map[string]operation{}
	for name, a := range cloudWatchActions {
		out[name] = a.overJSON(func(out any) ([]byte, error) { return encodeAny(cloudWatchJSON, out) })
	}
	return out
}

// encodeAny writes one of the outputs that know how to write themselves.
func encodeAny(codec smithyhttp.ClientProtocol, out any) ([]byte, error) {
	s, ok := out.(smithy.Serializable)
	if !ok {
		return nil, fmt.Errorf("encode %T: it is none of the SDK's structures", out)
	}
	return encode(codec, anySchema, s)
}

func (cborProtocol) understand(r *http.Request, body []byte) (request, error) {
	name, ok := strings.CutPrefix(r.URL.Path, cloudWatchPath)
	a, there := cloudWatchActions[name]
	if !ok || !there {
		if ok {
			return request{}, refusal("UnknownOperationException", "CloudWatch %s is not simulated. %s", name, seeOperations)
		}
		return request{}, refusal("UnknownOperationException", "%s is not simulated. Over rpc-v2-cbor there is CloudWatch alone. %s", r.URL.Path, seeOperations)
	}
	if err := authenticated(r); err != nil {
		return request{}, err
	}
	doc, err := readCBOR(body)
	if err != nil {
		return request{}, err
	}
	in := a.newIn()
	if err := fillDocument(in, doc); err != nil {
		return request{}, err
	}
	return request{"cloudwatch", name, in, func(c call) (reply, error) {
		out, err := a.do(c, in)
		if err != nil {
			return nil, err
		}
		return func(h http.Header) ([]byte, error) {
			h.Set("Content-Type", cborType)
			h.Set(smithyHeader, smithyCBOR)
			return encodeAny(cloudWatchCBOR, out)
		}, nil
	}}, nil
}

func (p cborProtocol) refuse(h http.Header, f *failure, _ string) (int, []byte) {
	h.Set("Content-Type", cborType)
	h.Set(smithyHeader, smithyCBOR)
	if p.queryMode {
		queryError(h, f)
	}
	// Two strings always encode.
	body, _ := encode(cloudWatchCBOR, anySchema, f)
	return f.status, body
}

// queryMode tells that a client is from the days of the query protocol and goes
// by its codes (Smithy, awsQueryCompatible).
func queryMode(r *http.Request) bool { return r.Header.Get("X-Amzn-Query-Mode") == "true" }

// queryError tells such a client what it would have heard in the query protocol.
func queryError(h http.Header, f *failure) {
	h.Set("X-Amzn-Query-Error", queryCode(f.code)+";"+f.fault())
}
