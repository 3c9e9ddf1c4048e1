package wire

import (
	"net/url"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

// What a form can get wrong is refused with the name of the key.
func TestFormRefusals(t *testing.T) {
	for form, want := range map[string]string{
		"Name=x&Nam=y":                       "ValidationError: Nam is not a member of this operation. Leave it out and try again.",
		"ResultMetadata=x":                   "ValidationError: ResultMetadata is not a member of this operation. Leave it out and try again.",
		"Name.First=x":                       "ValidationError: Name.First is not a member of this operation. Leave it out and try again.",
		"Port=eighty":                        `MalformedInput: The value "eighty" of Port is not a whole number.`,
		"Port=99999999999":                   `MalformedInput: The value "99999999999" of Port is not a whole number.`,
		"HealthCheckEnabled=yes":             `MalformedInput: The value "yes" of HealthCheckEnabled is not true or false.`,
		"Tags=x":                             `MalformedInput: The value "x" of Tags is not a list.`,
		"Tags.1.Key=x":                       "ValidationError: Tags.1 is not a member of this operation. Leave it out and try again.",
		"Tags.member.0.Key=x":                "ValidationError: Tags.member.0 is not a member of this operation. Leave it out and try again.",
		"Tags.member.1.Key=x&Tags.member.1=": `MalformedInput: The value "" of Tags.member.1 is not a structure.`,
		"Matcher=200":                        `MalformedInput: The value "200" of Matcher is not a structure.`,
		"Name..=x":                           "ValidationError: Name is not a member of this operation. Leave it out and try again.",
		".=x":                                "ValidationError:  is not a member of this operation. Leave it out and try again.",
	} {
		values, err := url.ParseQuery(form)
		if err != nil {
			t.Fatal(err)
		}
		if err := fillForm(&elbv2.CreateTargetGroupInput{}, values); err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", form, err, want)
		}
	}
}

// Lists may have gaps and come in any order; one that is there and empty is an
// empty list.
func TestFormLists(t *testing.T) {
	in := &elbv2.CreateTargetGroupInput{}
	values, err := url.ParseQuery("Action=CreateTargetGroup&Version=2015-12-01&Name=x&Tags.member.10.Key=ten&Tags.member.2.Key=two")
	if err != nil {
		t.Fatal(err)
	}
	if err := fillForm(in, values); err != nil {
		t.Fatal(err)
	}
	if len(in.Tags) != 2 || *in.Tags[0].Key != "two" || *in.Tags[1].Key != "ten" {
		t.Errorf("tags: %s", inJSON(in))
	}
	if err := fillForm(in, url.Values{"Tags": {""}}); err != nil || in.Tags == nil || len(in.Tags) != 0 {
		t.Errorf("an empty list: %v, %s", err, inJSON(in))
	}
}

func TestTimesOfForms(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-23T12:30:15Z":      `{"StartTime":1795437015}`,
		"2026-11-23T13:30:15+01:00": `{"StartTime":1795437015}`,
		"2026-11-23T12:30:15.25Z":   `{"StartTime":1795437015.25}`,
		"1795437015":                `{"StartTime":1795437015}`,
		"NaN":                       "",
		"1e300":                     "",
		"yesterday":                 "",
	} {
		in := &cloudwatch.GetMetricDataInput{}
		err := fillForm(in, url.Values{"StartTime": {text}})
		if want == "" {
			if err == nil {
				t.Errorf("%s was read as %v", text, in.StartTime)
			}
			continue
		}
		if got, _ := writeJSON(in); err != nil || string(got) != want {
			t.Errorf("%s: %v, %s", text, err, got)
		}
	}
}

// A list that is empty is written, one that is not there is not.
func TestEmptyListsAreWritten(t *testing.T) {
	out := &cloudwatch.DescribeAlarmsOutput{MetricAlarms: []types.MetricAlarm{}, NextToken: aws.String("")}
	got := string(writeXML(xmlHead{"DescribeAlarms", "urn:x", "id"}, out))
	want := `<DescribeAlarmsResponse xmlns="urn:x"><DescribeAlarmsResult><MetricAlarms></MetricAlarms><NextToken></NextToken></DescribeAlarmsResult>` +
		`<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DescribeAlarmsResponse>`
	if got != want {
		t.Errorf("XML is %s", got)
	}
	if got, err := writeJSON(out); err != nil || string(got) != `{"MetricAlarms":[],"NextToken":""}` {
		t.Errorf("JSON is %s, %v", got, err)
	}
}

// Nothing that a form, JSON or CBOR can say makes a reader panic.
func FuzzReaders(f *testing.F) {
	for _, s := range []string{
		"Tags.member.1.Key=a&Tags.member.1.Value=b", "A.B.member.1.C=1&A.B=2", "MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=x",
		"EvaluationCriteria.PromQLCriteria.Query=up", "MetricData.member.1.Values.member.1=NaN", "Dimensions.entry.1.key=a",
		`{"AlarmName":1}`, `{"Metrics":[null,{"Id":"a"}]}`, `{"Threshold":1e999}`, "\xbf\x69StartTime\xc1\xfb", "\xa1\x69Threshold\xc1\x1a\xff", "=", "..=&.=", "",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, body []byte) {
		ins := func() []any {
			return []any{&cloudwatch.PutMetricAlarmInput{}, &cloudwatch.PutMetricDataInput{}, &elbv2.CreateRuleInput{}}
		}
		if form, err := url.ParseQuery(string(body)); err == nil {
			for _, in := range ins() {
				_ = fillForm(in, form)
			}
		}
		for _, read := range []func([]byte) (any, error){readJSON, readCBOR} {
			doc, err := read(body)
			if err != nil {
				continue
			}
			for _, in := range ins() {
				_ = fillDocument(in, doc)
			}
		}
	})
}
