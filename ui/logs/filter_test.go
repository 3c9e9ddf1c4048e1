package logs

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFilter(t *testing.T) {
	t.Parallel()
	src := &source{task: tasks[0], container: "envoy"}
	for _, c := range []struct {
		expr, text string
		want       bool
	}{
		{"", "anything", true},
		{"  ", "anything", true},
		{"post", "POST /orders", true},
		{"POST", "a post", true},
		{"post orders", "POST /orders", true},
		{"post items", "POST /orders", false},
		{"!health", "GET /health", false},
		{"!health", "GET /orders", true},
		{"get !health !ready", "GET /orders", true},
		{"get !health !ready", "GET /ready", false},
		{"!", "half typed", true},
		{"! x", "half typed", false},
		{"/o.d/", "old", true},
		{"/o.d/", "OLD", false},
		{"/(?i)o.d/", "OLD", true},
		{"!/o.d/", "old", false},
		{"/upstream 50[34]/ !retry", "upstream 503", true},
		{"/upstream 50[34]/ !retry", "upstream 503, retry", false},
		{"/orders/88131", "GET /orders/88131", true},
		{"/orders/88131", "GET /orders/8813", false},
		{"/orders", "GET /orders", true},
		{"/", "a/b", true},
		{"//", "a//b", true},
		{"//", "a/b", false},
		{`/a\/b/`, "a/b", true},
		{`/a\`, `x/a\`, true},
		{"größe", "GRößE", true},
		{"größe", "grösse", false},
		{"7c21", "said by that task", true},
		{"7C21D0", "said by that task", true},
		{"7c2", "too short to be an id", false},
		{"!7c21", "said by that task", false},
		{"envoy", "said by that container", true},
		{"/envoy/", "expressions look at the text only", false},
	} {
		f, err := parseFilter(c.expr)
		if err != nil {
			t.Errorf("%q: %v", c.expr, err)
			continue
		}
		if got := f.match(&line{text: c.text}, src); got != c.want {
			t.Errorf("%q matches %q: %v", c.expr, c.text, got)
		}
		if f.match(&line{text: c.text, kind: happened}, src) != true {
			t.Errorf("%q hides a marker", c.expr)
		}
	}
}

func TestFilterErrors(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]string{
		"/a(/":        "filter /a(/: missing closing )",
		"x /a[b c/ y": "filter /a[b c/: missing closing ] at [b c",
		"!/a**/":      "filter /a**/: invalid nested repetition operator at **",
	} {
		p, _ := newPane(t, 40, 3, messages("x", "y")...)
		if err := p.SetFilter("x"); err != nil {
			t.Fatal(err)
		}
		if err := p.SetFilter(expr); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", expr, err, want)
		}
		if p.Filter() != "x" || p.shown.len() != 1 {
			t.Errorf("%q: the filter did not stay as it was", expr)
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		expr, text string
		from, to   int
		want       []span
	}{
		{"", "abc", 0, 3, nil},
		{"b", "abcB", 0, 4, []span{{1, 2}, {3, 4}}},
		{"!b", "abc", 0, 3, nil},
		{"b x", "abcx", 0, 4, []span{{1, 2}, {3, 4}}},
		{"c ab", "abc", 0, 3, []span{{0, 3}}},
		{"abc b", "abcb", 0, 4, []span{{0, 4}}},
		{"/b+/ a", "abbc", 0, 4, []span{{0, 3}}},
		{"/x*/", "axb", 0, 3, []span{{1, 2}}},
		{"aa", "aaaaa", 0, 5, []span{{0, 4}}},
		{"bc", "abcabcabc", 4, 6, []span{{4, 6}}},
		{"bc", "abcabcabc", 2, 3, []span{{1, 3}}},
		{"/bc/", "abcabcabc", 2, 3, []span{{1, 3}}},
	} {
		f, err := parseFilter(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.spans(nil, c.text, c.from, c.to); !slices.Equal(got, c.want) {
			t.Errorf("%q in %q[%d:%d]: %v, want %v", c.expr, c.text, c.from, c.to, got, c.want)
		}
	}
}

// TestIndexFold: it finds what strings.Index finds in lower case.
func TestIndexFold(t *testing.T) {
	t.Parallel()
	letters := rapid.StringMatching(`[abAB1é/]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		s, word := letters.Draw(t, "s"), foldASCII(letters.Draw(t, "word"))
		word = word[:min(len(word), rapid.IntRange(0, 3).Draw(t, "size"))]
		from := rapid.IntRange(0, len(s)).Draw(t, "from")
		want := strings.Index(strings.ToLower(s)[from:], word)
		if want >= 0 {
			want += from
		}
		if got := indexFold(s, word, from); got != want {
			t.Fatalf("indexFold(%q, %q, %d) = %d, want %d", s, word, from, got, want)
		}
	})
}

func TestMatchingDoesNotAllocate(t *testing.T) {
	f, err := parseFilter("post !health 7c21 /^.*ms/")
	if err != nil {
		t.Fatal(err)
	}
	l, src := &line{text: "INFO  POST /orders 201 41ms"}, &source{task: tasks[0], container: "app"}
	if n := testing.AllocsPerRun(100, func() { f.match(l, src) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
