package wire

import (
	"strings"
	"testing"
)

func TestFilterPatterns(t *testing.T) {
	const line = `ERROR order 4711 failed: "card declined" level=warn`
	for _, c := range []struct {
		pattern string
		want    bool
	}{
		{"", true}, {`" "`, true}, {"  ", true},
		{"ERROR", true}, {"error", false}, {"ERR", true},
		{"ERROR failed", true}, {"ERROR refused", false}, {"failed   ERROR", true},
		{"-INFO", true}, {"-ERROR", false}, {"ERROR -4711", false}, {"ERROR -4712", true},
		{"?INFO ?ERROR", true}, {"?INFO ?DEBUG", false}, {"ERROR ?INFO", true}, {"?ERROR -failed", false},
		{`"order 4711"`, true}, {`"order 4712"`, false}, {`-"order 4711"`, false}, {`?"order 1" ?"order 47"`, true},
		{`"\"card declined\""`, true}, {`"level=warn"`, true}, {`"order"ERROR`, true},
	} {
		f, err := parseFilter(c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
		} else if got := f.matches(line); got != c.want {
			t.Errorf("%s matches: %v, want %v", c.pattern, got, c.want)
		}
	}
}

func TestFilterPatternsRefused(t *testing.T) {
	for pattern, why := range map[string]string{
		`{ $.level = "error" }`: "JSON lines",
		"[ip, user]":            "space-delimited lines",
		"%ERR%":                 "regular expressions",
		"level=warn":            `put it in "double quotes"`,
		`"open`:                 "a double quote is not closed",
		"ERROR -":               "a ? or - stands alone",
		"? ERROR":               "a ? or - stands alone",
	} {
		_, err := parseFilter(pattern)
		if err == nil || !strings.HasPrefix(err.Error(), "InvalidParameterException: Invalid filter pattern: ") || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: got %v, want it to say %q", pattern, err, why)
		}
	}
}

// Whatever is typed is either a pattern or refused, and a pattern of nothing
// but exclusions lets the empty line pass.
func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"a b", `-"x y" ?z`, `"\`, "{", "??", `""""`, "-", "ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		p, err := parseFilter(pattern)
		if err == nil && len(p.all)+len(p.any) == 0 && !p.matches("") {
			t.Errorf("%q excludes the empty line", pattern)
		}
	})
}
