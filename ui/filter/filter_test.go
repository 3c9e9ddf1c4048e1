package filter

import (
	"strings"
	"testing"
)

var columns = []Column{
	{ID: "service", Title: "SERVICE"}, {ID: "tasks", Title: "TASKS"}, {ID: "cpu", Title: "CPU"}, {ID: "age", Title: "AGE"},
	{ID: "launch", Title: "RUNS ON"}, {ID: "memory", Title: "MEM"}, {ID: "region", Title: "REGION", Hidden: true},
}

// table is rows of cells; the text is all of them.
type table [][]string

func (t table) Text(row int) string         { return strings.ToLower(strings.Join(t[row], " ")) }
func (t table) Cell(row, column int) string { return strings.ToLower(t[row][column]) }
func (t table) Value(row, column int) (float64, bool) {
	return Number(t[row][column])
}

var rows = table{
	{"order-blue", "3/4", "58%", "2h3m", "FARGATE", "1.5 GiB"},
	{"order-green", "0/4", "91%", "40s", "EC2 spot", "512 MiB"},
	{"payment:43", "12", "-", "3d", "FARGATE", "?"},
}

func passing(q Query) string {
	var names []string
	for i := range rows {
		if q.Match(rows, i) {
			names = append(names, rows[i][0])
		}
	}
	return strings.Join(names, " ")
}

func TestTerms(t *testing.T) {
	const all = "order-blue order-green payment:43"
	for _, c := range []struct{ line, want, wrong string }{
		{"", all, ""},
		{"   ", all, ""},
		{"ORDER", "order-blue order-green", ""},
		{"order !blue", "order-green", ""},
		{"!", all, ""},
		{"order !", "order-blue order-green", ""},
		{`"ec2 spot"`, "order-green", ""},
		{`"ec2 sp`, "order-green", ""}, // still being typed: two words
		{`!"ec2 spot"`, "order-blue payment:43", ""},
		{`/^order-(b|x)/`, "order-blue", ""},
		{`/ec2 s.ot/ order`, "order-green", ""},
		{`!/order/`, "payment:43", ""},
		{`//`, all, ""},
		{`/(/`, all, "/(/: missing closing )"},
		{`/(`, all, "/( has no / at its end; in quotes it is text"},
		{`order /(`, "order-blue order-green", "/( has no / at its end; in quotes it is text"},
		{"cpu>80", "order-green", ""},
		{"CPU>=58%", "order-blue order-green", ""},
		{"!cpu>80", "order-blue", ""}, // what is not known matches no comparison
		{"tasks<3", "order-green", ""},
		{"tasks=12", "payment:43", ""},
		{"age<1h", "order-green", ""},
		{"age>2d", "payment:43", ""},
		{"age>2h2m59s age<2h3m1s", "order-blue", ""},
		{"mem>1GiB", "order-blue", ""},
		{"memory<=512MiB", "order-green", ""},
		{"runson:spot", "order-green", ""},
		{"launch:fargate age<1d", "order-blue", ""},
		{"!launch:fargate", "order-green", ""},
		{`service:/e$/`, "order-blue", ""},
		{`launch:"ec2 spot"`, "order-green", ""},
		{"service:", all, "service: what?"},
		{"cpu>", all, "cpu> what?"},
		{"cpu>much", all, "much is no number: 80, 58%, 2h30m, 1.5GiB"},
		{"agee<1h", all, "no column agee: service tasks cpu age launch memory"},
		{"zone:eu order", "order-blue order-green", "no column zone: service tasks cpu age launch memory"},
		{"payment:43", "payment:43", ""}, // a revision
		{"repo/app:latest", "", ""},      // an image
		{"arn:aws:ecs:x", "", ""},        // an ARN
		{"12:30", "", ""},                // begins with no letter
		{"10.0.1.2", "", ""},             //
		{"zone:/(/", all, "no column zone: service tasks cpu age launch memory"},
	} {
		q := Parse(c.line, columns)
		if got := passing(q); got != c.want || q.Wrong() != c.wrong || q.Source() != c.line {
			t.Errorf("%q lets through %q and says %q, want %q and %q", c.line, got, q.Wrong(), c.want, c.wrong)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]float64{
		"58%": 58, "58% ▂▃▃": 58, "3/4": 3, "2h3m": 7380, "1.5 GiB": 1.5 * (1 << 30), "12": 12, "1,204": 1204, ":43": 43, "6d": 6 * 86400,
		"2 of 4": 2, "-3": -3, "500ms": 0.5, "1M": 1e6, "1m": 60, "512/1024": 512, "4m27s": 267, "0": 0, "3 left": 3, "~5": 5, "5kB": 5000,
	} {
		if got, ok := Number(text); !ok || got != want {
			t.Errorf("%q is %v, %t, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "?", "order", "10.0.1.2", "2026-11-26", "12:30:05", "1d4985c1", "t3.large", "3h5", "9f", "2h3x", "."} {
		if got, ok := Number(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// FuzzParse: no line fails, what is right is obeyed, and a line of which every
// term is wrong hides nothing.
func FuzzParse(f *testing.F) {
	for _, line := range []string{"order !blue", "/a b/ c", `x:"y z"`, "age<1h", "!/(/", "cpu>", "!!", "::", "/", `"`, "\xff:\x00", "a:/\\/"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q := Parse(line, columns)
		n := 0
		for i := range rows {
			if q.Match(rows, i) {
				n++
			}
		}
		if q.All() && n != len(rows) {
			t.Errorf("%q has no term and hides %d rows", line, len(rows)-n)
		}
		if again := Parse(line, columns); again.Wrong() != q.Wrong() {
			t.Errorf("%q is parsed in two ways", line)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	for _, line := range []string{"order !blue", "/order-(b|g)/", "cpu>80 launch:fargate"} {
		b.Run(line, func(b *testing.B) {
			q := Parse(line, columns)
			var r Rows = cached{rows}
			b.ReportAllocs()
			for b.Loop() {
				for i := range 5000 {
					q.Match(r, i%3)
				}
			}
		})
	}
}

// cached is rows whose cells cost nothing, as a table keeps them.
type cached struct{ table }

func (c cached) Text(row int) string              { return c.table[row][0] }
func (c cached) Cell(row, column int) string      { return c.table[row][column] }
func (c cached) Value(row, _ int) (float64, bool) { return float64(row), true }
