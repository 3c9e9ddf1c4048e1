package wire_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// raw is a request as a client of any make may send it.
type raw struct {
	method, path, target, contentType, body string
	unsigned, queryMode                     bool
}

func (b *box) send(r raw) (*http.Response, string) {
	b.t.Helper()
	if r.method == "" {
		r.method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(b.ctx(), r.method, b.url+r.path, strings.NewReader(r.body))
	if err != nil {
		b.t.Fatal(err)
	}
	if r.target != "" {
		req.Header.Set("X-Amz-Target", r.target)
	}
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	if r.queryMode {
		req.Header.Set("X-Amzn-Query-Mode", "true")
	}
	if !r.unsigned {
		req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp, string(body)
}

const (
	ecsTarget     = "AmazonEC2ContainerServiceV20141113."
	logsTarget    = "Logs_20140328."
	scalingTarget = "AnyScaleFrontendService."
	cwTarget      = "GraniteServiceVersion20100801."
	formType      = "application/x-www-form-urlencoded; charset=utf-8"
	cwPath        = "/service/GraniteServiceVersion20100801/operation/"
)

func TestRefusalsOnTheWire(t *testing.T) {
	b := newBox(t)
	for name, c := range map[string]struct {
		request raw
		status  int
		code    string
		text    string // a part of it
	}{
		"unknown operation":      {raw{target: ecsTarget + "DiscoverPollEndpoint", body: "{}"}, 400, "UnknownOperationException", "Amazon ECS DiscoverPollEndpoint is not simulated. docs/simulator-api.md lists the operations that are."},
		"unknown logs operation": {raw{target: logsTarget + "StartQuery", body: "{}"}, 400, "UnknownOperationException", "CloudWatch Logs StartQuery is not simulated. "},
		"unknown service":        {raw{target: "AmazonSSM.GetParameter", body: "{}"}, 400, "UnknownOperationException", "Over JSON it serves "},
		"a browser":              {raw{method: http.MethodGet, path: "/favicon.ico"}, 400, "UnknownOperationException", "not GET /favicon.ico"},
		"no credentials":         {raw{target: ecsTarget + "ListClusters", body: "{}", unsigned: true}, 400, "MissingAuthenticationTokenException", "Missing Authentication Token"},
		"no credentials, logs":   {raw{target: logsTarget + "DescribeLogGroups", body: "{}", unsigned: true}, 400, "MissingAuthenticationTokenException", "Missing Authentication Token"},
		"no JSON":                {raw{target: ecsTarget + "ListClusters", body: "{"}, 400, "SerializationException", "cannot be read"},
		"no body":                {raw{target: ecsTarget + "ListClusters"}, 400, "SerializationException", "cannot be read"},
		"a wrong type":           {raw{target: ecsTarget + "ListClusters", body: `{"maxResults":"ten"}`}, 400, "SerializationException", "The member maxResults cannot be a JSON string."},
		"no JSON, CloudWatch":    {raw{target: cwTarget + "GetMetricData", body: `{"StartTime":{}}`}, 400, "SerializationException", "The StartTime must be a time, but is a structure."},
		"a null":                 {raw{target: ecsTarget + "ListClusters", body: " null"}, 400, "SerializationException", "must be a JSON object"},
		"a list":                 {raw{target: scalingTarget + "DescribeScalableTargets", body: "[]"}, 400, "SerializationException", "must be a JSON object"},
		"a page":                 {raw{target: ecsTarget + "ListClusters", contentType: "text/html", body: "{}"}, 400, "UnknownOperationException", "Content-Type"},
		"too much":               {raw{target: ecsTarget + "ListClusters", body: strings.Repeat(" ", 2<<20)}, 413, "RequestEntityTooLarge", "more than 1048576 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			resp, body := b.send(c.request)
			var got struct {
				Type    string `json:"__type"`
				Message string `json:"message"`
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%v: %s", err, body)
			}
			equal(t, "status", resp.StatusCode, c.status)
			equal(t, "type", got.Type, c.code)
			equal(t, "content type", resp.Header.Get("Content-Type"), "application/x-amz-json-1.1")
			if !strings.Contains(got.Message, c.text) {
				t.Errorf("message is %q, want %q in it", got.Message, c.text)
			}
		})
	}
}

func TestQueryRefusals(t *testing.T) {
	b := newBox(t)
	for name, c := range map[string]struct {
		request raw
		status  int
		code    string
		text    string
	}{
		"unknown action":  {raw{contentType: formType, body: "Action=AssumeRole&Version=2011-06-15"}, 400, "InvalidAction", "Could not find operation AssumeRole"},
		"unknown version": {raw{contentType: formType, body: "Action=PutMetric&Version=2009-05-15"}, 400, "InvalidAction", "for version 2009-05-15"},
		"an exception":    {raw{contentType: formType, body: "Action=GetMetricData&Version=2010-08-01"}, 400, "InvalidParameterValue", "MetricDataQueries is required."},
		"unknown member":  {raw{contentType: formType, body: "Action=GetMetricData&Version=2010-08-01&MetricDataQueries.member.1.Ident=a"}, 400, "ValidationError", "MetricDataQueries.member.1.Ident is not a member of this operation."},
		"no credentials":  {raw{contentType: formType, body: "Action=GetCallerIdentity&Version=2011-06-15", unsigned: true}, 403, "MissingAuthenticationToken", "Request is missing Authentication Token"},
		"no form":         {raw{contentType: formType, body: "%zz"}, 400, "MalformedQueryString", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			resp, body := b.send(c.request)
			var got struct {
				Code    string `xml:"Error>Code"`
				Message string `xml:"Error>Message"`
				ID      string `xml:"RequestId"`
			}
			if err := xml.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%v: %s", err, body)
			}
			equal(t, "status", resp.StatusCode, c.status)
			equal(t, "code", got.Code, c.code)
			equal(t, "request id", got.ID, resp.Header.Get("X-Amzn-Requestid"))
			if !strings.Contains(got.Message, c.text) {
				t.Errorf("message is %q, want %q in it", got.Message, c.text)
			}
		})
	}
}

func TestCBORRefusals(t *testing.T) {
	b := newBox(t)
	for name, c := range map[string]struct {
		request raw
		code    string
	}{
		"unknown operation": {raw{path: cwPath + "PutDashboard"}, "UnknownOperation;Sender"},
		"no credentials":    {raw{path: cwPath + "GetMetricData", unsigned: true}, "MissingAuthenticationToken;Sender"},
		"too deep":          {raw{path: cwPath + "GetMetricData", body: strings.Repeat("\x81", 500)}, "Serialization;Sender"},
		"no CBOR":           {raw{path: cwPath + "GetMetricData", body: "\xbf"}, "Serialization;Sender"},
	} {
		t.Run(name, func(t *testing.T) {
			c.request.queryMode = true
			resp, body := b.send(c.request)
			if len(body) > 500 {
				t.Errorf("the answer has %d bytes", len(body))
			}
			equal(t, "status", resp.StatusCode, 400)
			equal(t, "code", resp.Header.Get("X-Amzn-Query-Error"), c.code)
			equal(t, "protocol", resp.Header.Get("Smithy-Protocol"), "rpc-v2-cbor")
		})
	}
}

func TestEveryAnswerSaysWhenItWas(t *testing.T) {
	b := newBox(t)
	b.step(90*time.Minute + 5*time.Nanosecond)
	for i, r := range []raw{
		{target: ecsTarget + "ListClusters", body: "{}"}, {target: "nonsense"}, {path: cwPath + "nonsense"}, {contentType: formType},
	} {
		resp, _ := b.send(r)
		equal(t, wire.HeaderNow, resp.Header.Get(wire.HeaderNow), "2026-11-23T13:30:00.000000005Z")
		equal(t, wire.HeaderSpeed, resp.Header.Get(wire.HeaderSpeed), "20")
		equal(t, "request id", resp.Header.Get("X-Amzn-Requestid"), "00000000-0000-4000-8000-00000000000"+string(rune('1'+i)))
	}
}

func TestCallerIdentity(t *testing.T) {
	b := newBox(t)
	who := must[*sts.GetCallerIdentityOutput](t)(b.sts.GetCallerIdentity(b.ctx(), nil))
	equal(t, "account", aws.ToString(who.Account), account)
	equal(t, "arn", aws.ToString(who.Arn), "arn:aws:iam::123456789012:user/simulator")
	if !strings.HasPrefix(aws.ToString(who.UserId), "AIDA") {
		t.Errorf("user id is %q", aws.ToString(who.UserId))
	}
}

// Many clients at once, while the world moves: what an answer holds must not
// be the world's own. The race detector is what looks.
func TestAnswersDoNotBelongToTheWorld(t *testing.T) {
	b := newBox(t)
	b.service("api", 3)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for range 10 {
				b.step(10 * time.Second)
				if i%2 == 0 {
					b.describe("api")
				} else if _, err := b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: aws.String("c"), Tasks: b.taskARNs()}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &shared{world: sim.New(sim.Config{Start: noon})}
		h := wire.New(w, wire.Latency(80*time.Millisecond))
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("{}"))
		begin := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), req)
		equal(t, "time taken", time.Since(begin), 80*time.Millisecond)
	})
}

func TestExports(t *testing.T) {
	got := strings.Join(wire.Exports("127.0.0.1:4510", "eu-west-1"), "\n")
	equal(t, "exports", got, `export AWS_ENDPOINT_URL=http://127.0.0.1:4510
export AWS_REGION=eu-west-1
export AWS_DEFAULT_REGION=eu-west-1
export AWS_ACCESS_KEY_ID=simulator
export AWS_SECRET_ACCESS_KEY=simulator
aws() { command aws --endpoint-url http://127.0.0.1:4510 "$@"; }`)
}

// Whatever comes in is answered: with what was asked for, or with a refusal.
func FuzzRequests(f *testing.F) {
	const json, cbor = "application/x-amz-json-1.1", "application/cbor"
	for _, s := range []struct{ path, target, contentType, body string }{
		{"/", ecsTarget + "ListTasks", json, `{"cluster":"c","nextToken":"x"}`},
		{"/", ecsTarget + "DescribeTasks", json, `{"cluster":"arn:aws:ecs:::cluster/","tasks":["arn:aws:ecs:a:b:task","a/b",""]}`},
		{"/", ecsTarget + "RegisterTaskDefinition", json, `{"family":"f","containerDefinitions":[{}],"cpu":"1e9 vcpu"}`},
		{"/", logsTarget + "FilterLogEvents", json, `{"logGroupIdentifier":"arn:aws:logs:*","filterPattern":"?"}`},
		{"/", cwTarget + "GetMetricData", json, `{"MetricDataQueries":[null]}`},
		{cwPath + "GetMetricData", "", cbor, "\xbf\x69StartTime\xc1\xfb"},
		{"/", "", formType, "Action=GetCallerIdentity&Version=2011-06-15"},
	} {
		f.Add(s.path, s.target, s.contentType, []byte(s.body))
	}
	w := &shared{world: sim.New(sim.Config{Start: noon, Partition: "aws", Region: region, Account: account})}
	for _, c := range []sim.Command{sim.CreateCluster{Name: "c"}, sim.RegisterTaskDef{Def: apiDef()}, sim.CreateLogGroup{Name: group}} {
		if _, err := w.world.Do(c); err != nil {
			f.Fatal(err)
		}
	}
	h := wire.New(w)
	f.Fuzz(func(t *testing.T, path, target, contentType string, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", bytes.NewReader(body))
		r.URL.Path = path
		r.Header = http.Header{"X-Amz-Target": {target}, "Content-Type": {contentType}, "Authorization": {"x"}}
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		if out.Code != http.StatusOK && out.Code != http.StatusBadRequest || out.Body.Len() == 0 {
			t.Errorf("%s %q answered with %d and %d bytes: %s", target, body, out.Code, out.Body.Len(), out.Body)
		}
	})
}

// Only a client that says so hears the codes of the query protocol.
func TestQueryMode(t *testing.T) {
	b := newBox(t)
	for _, asked := range []bool{false, true} {
		want := map[bool]string{true: "InvalidParameterValue;Sender"}[asked]
		for _, r := range []raw{{path: cwPath + "GetMetricData", body: "\xbf\xff"}, {target: cwTarget + "GetMetricData", body: "{}"}} {
			r.queryMode = asked
			resp, _ := b.send(r)
			equal(t, "code of "+r.path+r.target, resp.Header.Get("X-Amzn-Query-Error"), want)
		}
		resp, _ := b.send(raw{target: ecsTarget + "DescribeServices", body: "{}", queryMode: asked})
		equal(t, "code of a service that never spoke it", resp.Header.Get("X-Amzn-Query-Error"), "")
	}
}

// The SDKs put stream- before the host of StartLiveTail, whatever the host is.
// What names are called makes no difference to operations of AWS.
func TestAnyHostIsAnswered(t *testing.T) {
	b := newBox(t)
	for _, host := range []string{"stream-127.0.0.1:4510", "stream-localhost:4510", "ecs.eu-west-1.amazonaws.com"} {
		req, err := http.NewRequestWithContext(b.ctx(), http.MethodPost, b.url, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		req.Header = http.Header{"X-Amz-Target": {ecsTarget + "ListClusters"}, "Authorization": {"x"}, "Content-Type": {"application/x-amz-json-1.1"}}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		equal(t, "status of "+host, resp.StatusCode, http.StatusOK)
	}
}
