package wire_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// query asks for a service's metric of one minute.
func query(id, metric, service string) types.MetricDataQuery {
	return types.MetricDataQuery{Id: aws.String(id), MetricStat: &types.MetricStat{
		Stat: aws.String("Average"), Period: aws.Int32(60),
		Metric: &types.Metric{Namespace: aws.String("AWS/ECS"), MetricName: aws.String(metric), Dimensions: []types.Dimension{
			{Name: aws.String("ClusterName"), Value: aws.String("c")}, {Name: aws.String("ServiceName"), Value: aws.String(service)},
		}},
	}}
}

// minutes are the world's own.
func (b *box) minutes(from, to time.Time) (out []sim.Minute) {
	b.With(func(w *sim.World) {
		v := w.View()
		out = slices.Clone(v.Minutes(v.Service(sim.Key{Cluster: "c", Name: "api"}), from, to))
	})
	return out
}

func (b *box) metrics(in *cloudwatch.GetMetricDataInput) *cloudwatch.GetMetricDataOutput {
	b.t.Helper()
	out, err := b.cw.GetMetricData(b.ctx(), in)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func TestGetMetricData(t *testing.T) {
	b := talking(t)
	from, to := noon.Add(6*time.Minute), noon.Add(12*time.Minute)
	want := b.minutes(from, to)
	labeled := query("m", "MemoryUtilization", "api")
	labeled.Label = aws.String("memory")
	out := b.metrics(&cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(from.Add(20 * time.Second)), EndTime: aws.Time(to), LabelOptions: &types.LabelOptions{Timezone: aws.String("+0100")},
		MetricDataQueries: []types.MetricDataQuery{query("c", "CPUUtilization", "api"), labeled, query("n", "CPUUtilization", "nobody")},
	})
	if len(out.MetricDataResults) != 3 || len(want) != 6 {
		t.Fatalf("%d results, %d minutes", len(out.MetricDataResults), len(want))
	}
	cpu, memory, nobody := out.MetricDataResults[0], out.MetricDataResults[1], out.MetricDataResults[2]
	equal(t, "ids", aws.ToString(cpu.Id)+aws.ToString(memory.Id)+aws.ToString(nobody.Id), "cmn")
	equal(t, "labels", aws.ToString(cpu.Label)+" "+aws.ToString(memory.Label), "CPUUtilization memory")
	equal(t, "status", cpu.StatusCode, types.StatusCodeComplete)
	equal(t, "values of nobody", len(nobody.Values), 0)
	equal(t, "values", len(cpu.Values), 6)
	for i, m := range slices.Backward(want) {
		at := len(want) - 1 - i // newest first
		equal(t, "time", cpu.Timestamps[at].Equal(m.At), true)
		equal(t, "CPU", cpu.Values[at], m.CPU)
		equal(t, "memory", memory.Values[at], m.Memory)
	}
	if want[0].CPU == 0 || want[0].Memory == 0 {
		t.Error("the world is too idle to tell")
	}
}

// The aws CLI of 2026 prefers JSON for CloudWatch, with times as numbers.
func TestGetMetricDataOverJSON(t *testing.T) {
	b := talking(t)
	body := fmt.Sprintf(`{"StartTime":%d,"EndTime":%d,"MetricDataQueries":[{"Id":"c","MetricStat":{"Period":60,"Stat":"Average","Metric":{
		"Namespace":"AWS/ECS","MetricName":"CPUUtilization","Dimensions":[{"Name":"ClusterName","Value":"c"},{"Name":"ServiceName","Value":"api"}]}}}]}`,
		noon.Add(8*time.Minute).Unix(), noon.Add(10*time.Minute).Unix())
	resp, answer := b.send(raw{target: cwTarget + "GetMetricData", contentType: "application/x-amz-json-1.0", body: body})
	equal(t, "content type", resp.Header.Get("Content-Type"), "application/x-amz-json-1.0")
	var out struct {
		MetricDataResults []struct {
			Timestamps, Values []float64
		}
	}
	if err := json.Unmarshal([]byte(answer), &out); err != nil || len(out.MetricDataResults) != 1 {
		t.Fatalf("%v: %s", err, answer)
	}
	want := b.minutes(noon.Add(8*time.Minute), noon.Add(10*time.Minute))
	r := out.MetricDataResults[0]
	equal(t, "times", fmt.Sprint(r.Timestamps), fmt.Sprint([]float64{float64(want[1].At.Unix()), float64(want[0].At.Unix())}))
	equal(t, "values", fmt.Sprint(r.Values), fmt.Sprint([]float64{want[1].CPU, want[0].CPU}))
}

func TestMetricsOfLongerPeriods(t *testing.T) {
	b := talking(t)
	q := query("c", "CPUUtilization", "api")
	q.MetricStat.Period = aws.Int32(300)
	samples := query("s", "CPUUtilization", "api")
	samples.MetricStat.Period, samples.MetricStat.Stat = aws.Int32(300), aws.String("SampleCount")
	out := b.metrics(&cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(noon.Add(5 * time.Minute)), EndTime: aws.Time(noon.Add(15 * time.Minute)), ScanBy: types.ScanByTimestampAscending,
		MetricDataQueries: []types.MetricDataQuery{q, samples},
	})
	r := out.MetricDataResults[0]
	if len(r.Values) != 2 || !r.Timestamps[0].Equal(noon.Add(5*time.Minute)) || !r.Timestamps[1].Equal(noon.Add(10*time.Minute)) {
		t.Fatalf("periods: %v", r.Timestamps)
	}
	sum, n := 0.0, 0
	for _, m := range b.minutes(noon.Add(5*time.Minute), noon.Add(10*time.Minute)) {
		sum += m.CPU * float64(m.Tasks)
		n += m.Tasks
	}
	equal(t, "average", r.Values[0], sum/float64(n))
	equal(t, "samples", out.MetricDataResults[1].Values[0], float64(n))
}

func TestMetricsThatAreNot(t *testing.T) {
	b := talking(t)
	cluster := query("a", "CPUUtilization", "api")
	cluster.MetricStat.Metric.Dimensions = cluster.MetricStat.Metric.Dimensions[:1]
	other := query("b", "CPUUtilization", "api")
	other.MetricStat.Metric.Namespace = aws.String("AWS/EC2")
	unknown := query("d", "Wishes", "api")
	bytes := query("e", "CPUUtilization", "api")
	bytes.MetricStat.Unit = types.StandardUnitBytes
	hidden := query("f", "CPUUtilization", "api")
	hidden.ReturnData = aws.Bool(false)
	out := b.metrics(&cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(noon), EndTime: aws.Time(noon.Add(time.Hour)), MetricDataQueries: []types.MetricDataQuery{cluster, other, unknown, bytes, hidden},
	})
	equal(t, "results", len(out.MetricDataResults), 4)
	for _, r := range out.MetricDataResults {
		equal(t, "values of "+*r.Id, len(r.Values), 0)
	}
}

func TestPagesOfMetrics(t *testing.T) {
	b := talking(t)
	in := &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(noon.Add(6 * time.Minute)), EndTime: aws.Time(noon.Add(13 * time.Minute)), MaxDatapoints: aws.Int32(5), ScanBy: types.ScanByTimestampAscending,
		MetricDataQueries: []types.MetricDataQuery{query("c", "CPUUtilization", "api"), query("m", "MemoryUtilization", "api")},
	}
	got := map[string][]time.Time{}
	var sizes []int
	for {
		out := b.metrics(in)
		n := 0
		for _, r := range out.MetricDataResults {
			n += len(r.Values)
			got[*r.Id] = append(got[*r.Id], r.Timestamps...)
		}
		sizes = append(sizes, n)
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
	}
	equal(t, "pages", fmt.Sprint(sizes), "[5 5 4]")
	for id, times := range got {
		for i, at := range times {
			equal(t, id, at.Equal(noon.Add(time.Duration(6+i)*time.Minute)), true)
		}
		equal(t, "values of "+id, len(times), 7)
	}
}

func TestMetricRefusals(t *testing.T) {
	b := newBox(t)
	ask := func(change func(*cloudwatch.GetMetricDataInput)) error {
		in := &cloudwatch.GetMetricDataInput{StartTime: aws.Time(noon), EndTime: aws.Time(noon.Add(time.Hour)), MetricDataQueries: []types.MetricDataQuery{query("c", "CPUUtilization", "api")}}
		change(in)
		_, err := b.cw.GetMetricData(b.ctx(), in)
		return err
	}
	type input = cloudwatch.GetMetricDataInput
	for _, c := range []struct {
		err  error
		text string
	}{
		{ask(func(in *input) { in.MetricDataQueries = []types.MetricDataQuery{} }), "The parameter MetricDataQueries is required."},
		{ask(func(in *input) { in.MetricDataQueries = slices.Repeat(in.MetricDataQueries, 501) }), "The collection MetricDataQueries must not have a size greater than 500."},
		{ask(func(in *input) { in.MetricDataQueries = slices.Repeat(in.MetricDataQueries, 2) }), `The values for parameter id in MetricDataQueries are not unique: "c" is there twice.`},
		{ask(func(in *input) { in.MetricDataQueries[0].Id = aws.String("C") }),
			`The value "C" for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`},
		{ask(func(in *input) { in.EndTime = in.StartTime }), "The parameter StartTime must be less than the parameter EndTime."},
		{ask(func(in *input) { in.MaxDatapoints = aws.Int32(0) }), "The parameter MaxDatapoints must be between 1 and 100800."},
		{ask(func(in *input) { in.MetricDataQueries[0].MetricStat.Period = aws.Int32(90) }), "The period of c must be a multiple of 60 seconds, but is 90."},
		{ask(func(in *input) { in.MetricDataQueries[0].MetricStat.Stat = aws.String("tm99") }),
			`The statistic of c must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99, but is "tm99".`},
		{ask(func(in *input) {
			in.MetricDataQueries[0] = types.MetricDataQuery{Id: aws.String("e"), Expression: aws.String("a+b")}
		}),
			"The simulator answers queries with a MetricStat; e has none, or is an expression."},
	} {
		wantCode(t, c.err, "InvalidParameterValue", c.text)
	}
	wantCode(t, ask(func(in *input) { in.NextToken = aws.String("nonsense") }), "InvalidNextToken", "The next token specified is invalid.")
}

// Container Insights are switched on over the wire, and its metrics are listed
// and read there, with their units.
func TestContainerInsightsOverTheWire(t *testing.T) {
	b := talking(t)
	_, err := b.ecs.UpdateClusterSettings(b.ctx(), &ecs.UpdateClusterSettingsInput{
		Cluster: aws.String("c"), Settings: []ecstypes.ClusterSetting{{Name: ecstypes.ClusterSettingNameContainerInsights, Value: aws.String("enhanced")}},
	})
	equal(t, "UpdateClusterSettings", err, nil)
	b.step(10 * time.Minute)
	names := map[string]bool{}
	list := &cloudwatch.ListMetricsInput{Namespace: aws.String("ECS/ContainerInsights"), Dimensions: []types.DimensionFilter{{Name: aws.String("ClusterName"), Value: aws.String("c")}}}
	for _, m := range must[*cloudwatch.ListMetricsOutput](t)(b.cw.ListMetrics(b.ctx(), list)).Metrics {
		names[aws.ToString(m.MetricName)] = true
	}
	for _, name := range []string{"ContainerInstanceCount", "ServiceCount", "TaskCount", "CpuReserved", "CpuUtilized", "MemoryReserved", "MemoryUtilized", "NetworkRxBytes", "NetworkTxBytes",
		"StorageReadBytes", "StorageWriteBytes", "EphemeralStorageReserved", "EphemeralStorageUtilized", "DeploymentCount", "DesiredTaskCount", "PendingTaskCount", "RunningTaskCount",
		"TaskSetCount", "RestartCount", "TaskCpuUtilization", "TaskMemoryUtilization", "ContainerCpuUtilization", "ContainerMemoryUtilization", "UnHealthyContainerHealthStatus"} {
		equal(t, name+" is listed", names[name], true)
	}
	var now time.Time
	b.With(func(w *sim.World) { now = w.Now() })
	for name, unit := range map[string]types.StandardUnit{
		"RunningTaskCount": types.StandardUnitCount, "NetworkRxBytes": types.StandardUnitBytesSecond, "StorageWriteBytes": types.StandardUnitBytes,
		"MemoryUtilized": types.StandardUnitMegabytes, "EphemeralStorageReserved": types.StandardUnitGigabytes, "TaskCpuUtilization": types.StandardUnitPercent,
	} {
		q := query("q", name, "api")
		q.MetricStat.Metric.Namespace, q.MetricStat.Unit = aws.String("ECS/ContainerInsights"), unit
		out := b.metrics(&cloudwatch.GetMetricDataInput{StartTime: aws.Time(now.Add(-5 * time.Minute)), EndTime: aws.Time(now), MetricDataQueries: []types.MetricDataQuery{q}})
		if r := out.MetricDataResults[0]; len(r.Values) < 4 || r.Values[0] <= 0 {
			t.Errorf("%s in %s is %v", name, unit, r.Values)
		}
	}
}
