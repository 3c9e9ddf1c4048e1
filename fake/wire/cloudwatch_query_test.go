package wire_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestCloudWatchFormsOfTheOldCLI posts what aws-cli 2.9.19, which is Debian's,
// sends for CloudWatch: it speaks the query protocol.
func TestCloudWatchFormsOfTheOldCLI(t *testing.T) {
	b := newBox(t)
	for _, c := range []struct {
		form  string
		wait  time.Duration
		holds []string // of the answer
	}{
		{`Action=PutMetricAlarm&Version=2010-08-01&AlarmName=slow&AlarmDescription=a+%26+b&ActionsEnabled=false&OKActions=&AlarmActions.member.1=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Apage&MetricName=Queue&Namespace=Shop&Statistic=Maximum&Dimensions.member.1.Name=Shop&Dimensions.member.1.Value=a&Period=60&EvaluationPeriods=2&DatapointsToAlarm=1&Threshold=12.5&ComparisonOperator=GreaterThanThreshold&TreatMissingData=notBreaching&Tags.member.1.Key=team&Tags.member.1.Value=shop`, 0, []string{`<PutMetricAlarmResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">`}},
		{`Action=PutMetricData&Version=2010-08-01&Namespace=Shop&MetricData.member.1.MetricName=Queue&MetricData.member.1.Dimensions.member.1.Name=Shop&MetricData.member.1.Dimensions.member.1.Value=a&MetricData.member.1.Values.member.1=1&MetricData.member.1.Values.member.2=20&MetricData.member.1.Counts.member.1=3&MetricData.member.1.Counts.member.2=1&MetricData.member.1.Unit=Count&MetricData.member.1.StorageResolution=60`, 2 * time.Minute, []string{`<PutMetricDataResponse`}},
		{`Action=ListMetrics&Version=2010-08-01&Namespace=Shop&MetricName=Queue&Dimensions.member.1.Name=Shop&Dimensions.member.1.Value=a`, 0, []string{`<Metrics><member><Dimensions><member><Name>Shop</Name><Value>a</Value></member></Dimensions><MetricName>Queue</MetricName><Namespace>Shop</Namespace></member></Metrics>`}},
		{`Action=GetMetricData&Version=2010-08-01&MetricDataQueries.member.1.Id=q&MetricDataQueries.member.1.MetricStat.Metric.Namespace=Shop&MetricDataQueries.member.1.MetricStat.Metric.MetricName=Queue&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=Shop&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=a&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Maximum&MetricDataQueries.member.1.ReturnData=true&StartTime=2026-11-23T12%3A00%3A00Z&EndTime=2026-11-23T13%3A00%3A00Z&ScanBy=TimestampAscending`, 0, []string{`<Timestamps><member>2026-11-23T12:00:00Z</member></Timestamps><Values><member>20</member></Values>`, `<StatusCode>Complete</StatusCode>`}},
		{`Action=GetMetricStatistics&Version=2010-08-01&Namespace=Shop&MetricName=Queue&Dimensions.member.1.Name=Shop&Dimensions.member.1.Value=a&StartTime=2026-11-23T12%3A00%3A00Z&EndTime=2026-11-23T13%3A00%3A00Z&Period=60&Statistics.member.1=Average&Statistics.member.2=SampleCount&Unit=Count`, 0, []string{`<Average>5.75</Average>`, `<SampleCount>4</SampleCount>`, `<Unit>Count</Unit>`}},
		{`Action=EnableAlarmActions&Version=2010-08-01&AlarmNames.member.1=slow`, 0, []string{`<EnableAlarmActionsResponse`}},
		{`Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=slow&AlarmTypes.member.1=MetricAlarm&StateValue=ALARM`, 0, []string{`<AlarmDescription>a &amp; b</AlarmDescription>`, `<StateValue>ALARM</StateValue>`, `<Threshold>12.5</Threshold>`, `<ActionsEnabled>true</ActionsEnabled>`, `<OKActions></OKActions>`}},
		{`Action=SetAlarmState&Version=2010-08-01&AlarmName=slow&StateValue=OK&StateReason=by+hand&StateReasonData=%7B%22by%22%3A%22hand%22%7D`, 0, []string{`<SetAlarmStateResponse`}},
		{`Action=DisableAlarmActions&Version=2010-08-01&AlarmNames.member.1=slow`, 0, []string{`<DisableAlarmActionsResponse`}},
		{`Action=DescribeAlarmHistory&Version=2010-08-01&AlarmName=slow&HistoryItemType=StateUpdate&ScanBy=TimestampAscending`, 0, []string{`<HistorySummary>Alarm updated from OK to ALARM</HistorySummary>`, `<HistorySummary>Alarm updated from ALARM to OK</HistorySummary>`}},
		{`Action=DeleteAlarms&Version=2010-08-01&AlarmNames.member.1=slow`, 0, []string{`<DeleteAlarmsResponse`}},
	} {
		resp, answer := b.send(raw{contentType: "application/x-www-form-urlencoded; charset=utf-8", body: c.form})
		action, _, _ := strings.Cut(c.form, "&")
		equal(t, "status of "+action, resp.StatusCode, http.StatusOK)
		for _, part := range c.holds {
			if !strings.Contains(answer, part) {
				t.Errorf("%s: there is no %s in %s", action, part, answer)
			}
		}
		b.step(c.wait)
	}
	_, answer := b.send(raw{contentType: "application/x-www-form-urlencoded; charset=utf-8", body: "Action=DescribeAlarmHistory&Version=2010-08-01&AlarmName=slow&HistoryItemType=ConfigurationUpdate"})
	if !strings.Contains(answer, "Alarm &#34;slow&#34; deleted") {
		t.Errorf("the history of a deleted alarm is %s", answer)
	}
	resp, answer := b.send(raw{contentType: "application/x-www-form-urlencoded; charset=utf-8", body: "Action=PutCompositeAlarm&Version=2010-08-01&AlarmName=c&AlarmRule=TRUE"})
	if resp.StatusCode != http.StatusBadRequest || !strings.Contains(answer, "<Code>InvalidAction</Code>") || !strings.Contains(answer, "Could not find operation PutCompositeAlarm") {
		t.Errorf("PutCompositeAlarm: %s", answer)
	}
}
