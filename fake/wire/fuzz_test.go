package wire_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// answers sends one request to a world of its own, in the process: whatever it
// is, it must be answered.
func answers(t *testing.T, path, contentType, target, body string) *httptest.ResponseRecorder {
	w := &shared{world: sim.New(sim.Config{Seed: 1, Start: noon, Partition: "aws", Region: region, Account: account, Zones: []string{"eu-west-1a"}})}
	for _, c := range []sim.Command{sim.CreateCluster{Name: "c"}, sim.RegisterTaskDef{Def: apiDef()}} {
		if _, err := w.world.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
	req.URL.Path = path
	req.Header = http.Header{"Authorization": {"x"}, "Content-Type": {contentType}}
	if target != "" {
		req.Header.Set("X-Amz-Target", target)
	}
	rec := httptest.NewRecorder()
	wire.New(w).ServeHTTP(rec, req)
	return rec
}

// FuzzForm holds the query protocol to answer every form with XML.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{
		"Action=GetCallerIdentity&Version=2011-06-15",
		"Action=DescribeTargetGroups&Version=2015-12-01&Names.member.1=a&Names.member.3=b&PageSize=9",
		"Action=CreateTargetGroup&Version=2015-12-01&Name=a&Port=80&Protocol=HTTP&Matcher.HttpCode=200&Tags.member.1.Key=k",
		"Action=GetMetricData&Version=2010-08-01&StartTime=2026-11-23T12%3A00%3A00Z&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=x",
		"Action=PutMetricData&Version=2010-08-01&Namespace=n&MetricData.member.1.Values.member.1=1e999&MetricData.member.1.MetricName=m",
		"Action=PutMetricAlarm&Version=2010-08-01&AlarmName=a&Threshold=NaN&Period=-1&=&.=1&..member.0=",
		"Action=SetDesiredCapacity&Version=2011-01-01&AutoScalingGroupName=x&DesiredCapacity=99999999999",
		"Names.member.99999999999999999999=1&Names=&Names.member=",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		rec := answers(t, "/", formType, "", body)
		d := xml.NewDecoder(rec.Body)
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatalf("the answer to %q is no XML: %v", body, err)
			}
		}
	})
}

// FuzzJSON holds the JSON services to answer every body with JSON.
func FuzzJSON(f *testing.F) {
	for _, seed := range [][2]string{
		{ecsTarget + "DescribeServices", `{"cluster":"c","services":["a","arn:aws:ecs:eu-west-1:123456789012:service/c/a"]}`},
		{ecsTarget + "CreateService", `{"cluster":"c","serviceName":"w","taskDefinition":"api:1","desiredCount":1,"launchType":"FARGATE"}`},
		{ecsTarget + "RunTask", `{"cluster":"c","taskDefinition":"api","count":-1,"overrides":{"containerOverrides":[{"name":"app","cpu":1}]}}`},
		{ecsTarget + "RegisterTaskDefinition", `{"family":"x","containerDefinitions":[{"name":"a","image":"b","portMappings":[{"containerPort":70000}]}]}`},
		{ecsTarget + "TagResource", `{"resourceArn":"arn:","tags":[{"key":"a"}]}`},
		{ecsTarget + "ListTasks", `{"cluster":"arn:aws:ecs:::","nextToken":"eA=="}`},
		{logsTarget + "FilterLogEvents", `{"logGroupName":"/ecs/api","filterPattern":"{ $.a = \"b\" || ( $.c > 1e400 ) }"}`},
		{cwTarget + "GetMetricData", `{"StartTime":1e300,"EndTime":-1,"MetricDataQueries":[{"Id":"a"}]}`},
		{"AnyScaleFrontendService.PutScalingPolicy", `{"PolicyName":"p","ServiceNamespace":"ecs","TargetTrackingScalingPolicyConfiguration":{"TargetValue":1e999}}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, target, body string) {
		if strings.HasSuffix(target, ".StartLiveTail") {
			return // its answer goes on
		}
		if rec := answers(t, "/", "application/x-amz-json-1.1", target, body); !json.Valid(rec.Body.Bytes()) {
			t.Fatalf("the answer to %s %q is no JSON: %q", target, body, rec.Body)
		}
	})
}

// FuzzCBOR holds CloudWatch to answer every body over rpc-v2-cbor.
func FuzzCBOR(f *testing.F) {
	for _, seed := range [][2]string{
		{"GetMetricData", "\xbf\xff"},
		{"ListMetrics", "\xa1iNamespacegAWS/ECS"},
		{"PutMetricAlarm", "\xa2iAlarmNameaaiThreshold\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00"},
		{"GetMetricStatistics", "\xa1iStartTime\xc1\xfb\x41\xd9\x00\x00\x00\x00\x00\x00"},
		{"DescribeAlarms", "\x9b\xff\xff\xff\xff\xff\xff\xff\xff"},
		{"PutMetricData", "\xbfjMetricData\x9f\xbf\xff\xff\xff"},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		rec := answers(t, cwPath+name, "application/cbor", "", string(body))
		if rec.Body.Len() == 0 && rec.Code != http.StatusOK {
			t.Fatalf("the refusal of %s %x has no body", name, body)
		}
	})
}
