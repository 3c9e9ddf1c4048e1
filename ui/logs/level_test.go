package logs

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

func TestLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want Level
		word string
	}{
		{"ERROR payment failed", Error, "ERROR"},
		{"INFO  POST /orders 201", Info, "INFO"},
		{"WARN  slow", Warn, "WARN"},
		{"2026-11-23T12:41:07Z WARNING slow", Warn, "WARNING"},
		{"2026-11-23 12:41:07,003 [main] ERROR c.a.Shop - boom", Error, "ERROR"},
		{"2026/11/23 12:41:07 [error] 29#29: *1 open() failed", Error, "error"},
		{"[2026-11-23 12:41:06.700][1][warning] upstream", Warn, "warning"},
		{"ERROR:root:boom", Error, "ERROR"},
		{"error: cannot connect", Error, "error"},
		{"2026/11/23 12:41:07 error: cannot connect", Error, "error"},
		{"fail: Microsoft.Hosting[0]", Error, "fail"},
		{"TypeError: x is not a function", Error, "TypeError"},
		{"Traceback (most recent call last):", Error, "Traceback"},
		{`Exception in thread "main" java.lang.Error`, Error, "Exception"},
		{"panic: runtime error: index out of range", Fatal, "panic"},
		{"fatal error: all goroutines are asleep", Fatal, "fatal"},
		{"CRITICAL disk", Fatal, "CRITICAL"},
		{"INFO retry after ERROR", Info, "INFO"},
		{"|DEBUG| pool", Debug, "DEBUG"},
		{"E1123 12:41:07.000 main.go:1] boom", Error, "E1123"},
		{"I1123 12:41:07.000 main.go:1] ok", Info, "I1123"},
		{`time=12:41 level=error msg="boom"`, Error, "error"},
		{`time=12:41 level="warn" msg=x`, Warn, "warn"},
		{"severity=NOTICE x=1", Info, "NOTICE"},
		{`{"level":"error","msg":"boom"}`, Error, "error"},
		{`{"msg":"INFO not this","level": "warning"}`, Warn, "warning"},
		{`{"severity":"ERROR","message":"x"}`, Error, "ERROR"},
		{`{"time":1,"level":50,"msg":"x"}`, Error, "50"},
		{`{"levelname":"CRITICAL"}`, Fatal, "CRITICAL"},
		{`{"msg":"level","level":"debug"}`, Debug, "debug"},

		{"", NoLevel, ""},
		{"started", NoLevel, ""},
		{"GET /error 500", NoLevel, ""},
		{"GET /ERROR/x 500", NoLevel, ""},
		{"0 errors found", NoLevel, ""},
		{"no error: fine", NoLevel, ""},
		{"TERROR of the deep", NoLevel, ""},
		{"[50] of 60", NoLevel, ""},
		{"sea_level=error", NoLevel, ""},
		{`{"msg":"level=error"}`, NoLevel, ""},
		{`{"level":70}`, NoLevel, ""},
		{strings.Repeat("x ", 100) + "ERROR", NoLevel, ""},
	} {
		level, from, to := levelOf(c.in)
		if level != c.want || c.in[from:to] != c.word {
			t.Errorf("levelOf(%q) = %v at %q, want %v at %q", c.in, level, c.in[from:to], c.want, c.word)
		}
	}
}

func TestLevelString(t *testing.T) {
	t.Parallel()
	if NoLevel.String() != "" || Error.String() != "error" || Level(99).String() != "" {
		t.Error("names of levels")
	}
}

// TestLevelOfAnything: no text makes it fail, and the word is in the text.
func TestLevelOfAnything(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{`{"`, "level", "=", `":`, "error", "ERROR", "[", "]", " ", "E1123", ":"}))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Clean(strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "s"), ""))
		level, from, to := levelOf(s)
		if from < 0 || from > to || to > len(s) || (level == NoLevel) != (from == to) {
			t.Fatalf("levelOf(%q) = %v, %d, %d", s, level, from, to)
		}
	})
}

func TestLevelDoesNotAllocate(t *testing.T) {
	for _, s := range []string{
		"POST /orders/4711 201 41ms req=5f0a items=3", "2026-11-23 12:41:07 ERROR boom", `{"msg":"x","level":"error"}`,
	} {
		if n := testing.AllocsPerRun(100, func() { levelOf(s) }); n != 0 {
			t.Errorf("%q: %v allocations, want none", s, n)
		}
	}
}
