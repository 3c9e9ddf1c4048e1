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

func TestJSONFilterPatterns(t *testing.T) {
	const line = `{"level":"error","status":503,"ok":false,"who":null,"req":{"id":"ab12","path":"/orders/7"},"tags":["web","eu"],"list":[{"n":1},{"n":20}],"big":"10"}`
	for pattern, want := range map[string]bool{
		`{ $.level = "error" }`: true, `{ $.level = error }`: true, `{ $.level = "err*" }`: true, `{ $.level = "*ro*" }`: true,
		`{ $.level = "Error" }`: false, `{ $.level != "info" }`: true, `{ $.missing != "info" }`: false,
		`{ $.status = 503 }`: true, `{ $.status >= 500 }`: true, `{ $.status<500 }`: false, `{ $.status = 5* }`: true, `{$.big = "10"}`: true,
		`{ $.status >= 500 && $.level = "error" }`: true, `{ $.status >= 500 && $.level = "info" }`: false,
		`{ $.status = 1 || $.level = "error" }`: true, `{ ($.status = 1 || $.status = 503) && ($.ok IS FALSE) }`: true,
		`{ $.ok IS TRUE }`: false, `{ $.who IS NULL }`: true, `{ $.level IS NULL }`: false,
		`{ $.missing NOT EXISTS }`: true, `{ $.who NOT EXISTS }`: false, `{ $.who EXISTS }`: true,
		`{ $.req.id = "ab12" }`: true, `{ $["req"]["path"] = "/orders/*" }`: true, `{ $.tags[1] = "eu" }`: true, `{ $.tags[2] = "eu" }`: false,
		`{ $.tags[*] = "web" }`: true, `{ $.list[*].n > 10 }`: true, `{ $.list[0].n > 10 }`: false, `{ $.req.* = "ab12" }`: true,
		`{ $.req.path = %/orders/\d+% }`: true, `{ $.req.path = %^orders% }`: false, `{ $.ok = false }`: true,
	} {
		f, err := parseFilter(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		} else if got := f.matches(line); got != want {
			t.Errorf("%s matches: %v, want %v", pattern, got, want)
		}
	}
	f, err := parseFilter(`{ $.level = "error" }`)
	if err != nil || f.matches("level=error") || f.matches(`{"level":"error"`) {
		t.Errorf("a line that is no JSON passes, error %v", err)
	}
}

func TestFieldFilterPatterns(t *testing.T) {
	const line = `10.0.0.7 - ana [23/Nov/2026:12:00:00 +0000] "GET /menu HTTP/1.1" 404 1534`
	for pattern, want := range map[string]bool{
		"[ip, id, user, time, request, status, size]": true, "[ip, id, user, time, request, status]": false, "[...]": true,
		"[ip, id, user, time, request, status=4*, size]": true, "[ip, id, user, time, request, status=5*, size]": false,
		"[..., status=404, size]": true, "[ip=10.0.*, ..., size > 1000]": true, "[ip, ..., size > 2000]": false,
		`[..., request="*/menu*", status, size]`: true, "[..., status=404 || status=410, size]": true,
		"[..., status!=404 && status!=410, size]": false, `[..., request=%^GET%, s, b]`: true, "[a, b]": false,
	} {
		f, err := parseFilter(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		} else if got := f.matches(line); got != want {
			t.Errorf("%s matches: %v, want %v", pattern, got, want)
		}
	}
}

func TestExpressionFilterPatterns(t *testing.T) {
	const line = "ERROR order 4711 failed"
	for pattern, want := range map[string]bool{
		`%ERR%`: true, `%^order%`: false, `%47\d\d%`: true, `-%ERR%`: false, `?%INFO% ?%failed$%`: true, `%ERR% order`: true, `%a|order%`: true,
	} {
		f, err := parseFilter(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		} else if got := f.matches(line); got != want {
			t.Errorf("%s matches: %v, want %v", pattern, got, want)
		}
	}
}

func TestFilterPatternsRefused(t *testing.T) {
	for pattern, why := range map[string]string{
		`{ $.level }`:       "an operator is missing",
		`{ level = 1 }`:     "begins with $",
		`{ $.level = 1`:     "a } is missing",
		`{ $.level > "x" }`: "needs a number",
		`{ $.a = 1 } x`:     "something follows",
		`{ $.a[x] = 1 }`:    "is no index",
		`{ ($.a = 1 }`:      "a ) is missing",
		"[ip, user":         "a , or ] is missing",
		"[..., a, ...]":     "more than one ellipsis",
		"%ERR":              "is not closed by %",
		"%(a)%":             "may not have '('",
		"%[%":               "cannot be read",
		"%a% %b% %c%":       "more than 2 regular expressions",
		"level=warn":        `put it in "double quotes"`,
		`"open`:             "a double quote is not closed",
		"ERROR -":           "a ? or - stands alone",
		"? ERROR":           "a ? or - stands alone",
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
	for _, s := range []string{"a b", `-"x y" ?z`, `"\`, "{", "??", `""""`, "-", "ü", `{$.a="`, `{($.a[0].*=1&&$.b IS NULL)||$.c NOT EXISTS}`, "[a=%b%,...]", "[[", "%%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parseFilter(text)
		if err != nil {
			return
		}
		p.matches(`{"a":[{"b":"x"}]} y "z w" [1 2]`)
		if only, ok := p.(terms); ok && len(only.all)+len(only.any) == 0 && !p.matches("") {
			t.Errorf("%q excludes the empty line", text)
		}
	})
}
