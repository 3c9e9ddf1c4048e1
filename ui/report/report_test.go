package report_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/report"
)

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestMarkdown(t *testing.T) {
	r := report.Report{
		Title: "services of prod", Where: []string{"123456789012", "eu-west-1"}, At: at, Summary: " 2 services    1 failing",
		Warnings: []string{"data 40s old: token=abc refused"}, Titles: []string{"SERVICE", "EMPTY", "WHY"},
		Rows:     [][]string{{"a_b", "", "x|y"}, {"c", "", "*"}},
		Selected: "a_b", Facts: document.Of(model.Variable{Name: "KEY", Value: "hidden"}),
	}
	want := `# services of prod

123456789012, eu-west-1, 2026-11-23 12:00:00 UTC

2 services 1 failing

> **Warning:** data 40s old: token=\*\*\*\*\*\*\*\* refused

| SERVICE | WHY |
| --- | --- |
| a\_b | x\|y |
| c | \* |

## a\_b

` + "```yaml\nname: KEY\nvalue: \"********\"\n```\n"
	if got := r.Markdown(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAPageIsFenced(t *testing.T) {
	got := report.Report{Title: "x", Text: "a ``` b"}.Markdown()
	if !strings.Contains(got, "````\na ``` b\n````") {
		t.Error(got)
	}
}

func TestCSV(t *testing.T) {
	got := report.CSV([]string{"A", "B"}, [][]string{{`say "hi", you`, "-"}, {"=1+1", "-5"}, {"@x"}})
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"A", "B"}, {`say "hi", you`, "-"}, {"'=1+1", "-5"}, {"'@x", ""}}
	for i := range want {
		if strings.Join(rows[i], "\x00") != strings.Join(want[i], "\x00") {
			t.Errorf("%q, want %q", rows[i], want[i])
		}
	}
}

func TestGrid(t *testing.T) {
	if got, want := report.Grid([]string{"A", "LONGER"}, [][]string{{"日本", "x"}, {"b", ""}}), "A     LONGER\n日本  x\nb\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFileName(t *testing.T) {
	for want, got := range map[string]string{
		"ecsdeck-services-prod-20261123-120000.md":                            report.FileName("services", "prod", at, "md"),
		"ecsdeck-task-definition-a-7-20261123-120000.json":                    report.FileName("task definition", "../a:7", at, "json"),
		"ecsdeck-clusters-20261123-120000.csv":                                report.FileName("clusters", "", at, "csv"),
		"ecsdeck-service-" + strings.Repeat("x", 60) + "-20261123-120000.csv": report.FileName("service", strings.Repeat("x", 255), at, "csv"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
