package secret

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	arn = regexp.MustCompile(`\barn:[a-z-]+:[a-z0-9-]+:[^\s"'=,;]*`)
	// known are secrets by how they look: keys of AWS, JWTs, tokens of GitHub, Slack,
	// Stripe, GitLab and npm.
	known = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*|\b(?:gh[pousr]_|github_pat_|xox[baprs]-|sk_live_|rk_live_|glpat-|npm_)[A-Za-z0-9_-]{10,}`)
	// pair is a name and where its value begins, shift one of a table, and named that
	// of name=API_TOKEN value=...
	pair  = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.-]*)\\?["']?\s{0,2}(=>|:=|[=:])\s{0,2}`)
	shift = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.-]*)[ \t]{2,}(\S.*?) (?:→|->) ([^\n]*)`)
	named = regexp.MustCompile(`(?i)\b(?:name|key)\\?["']?\s*[=:]\s*\\?["']?([A-Za-z0-9_.-]+)\\?["']?[,;]?\s*\\?["']?value\\?["']?\s*[=:]\s*`)
	next  = regexp.MustCompile(`(?:^|[\s"'\[,])--?([A-Za-z][A-Za-z0-9_.-]*)["']?,?[ \t]+`)
	// scheme is one of HTTP's that a secret follows, login that of curl.
	scheme = regexp.MustCompile(`\b(?i:bearer|basic)\s+`)
	login  = regexp.MustCompile(`(?:^|\s)(?:-u|--user|--proxy-user)[ =]?["']?[A-Za-z_][^\s:"']*:`)
	url    = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*:/{2}`)
	driver = regexp.MustCompile(`([^\s:@/"']+):([^\s"']+)@(?:tcp|unix)\(`)
	// release is what stands behind the colon of an image or of a task definition.
	release = regexp.MustCompile(`^v?[0-9]{1,5}(\.[0-9]+)*\b|^(latest|stable|main)\b`)
)

// Masked is text with what looks like a secret in it masked: the words that do,
// not all of it.
func Masked(s string) string {
	if !strings.ContainsAny(s, "=:@ -_") && !strings.HasPrefix(s, "A") {
		return s
	}
	s = known.ReplaceAllString(s, Mask)
	if !strings.ContainsAny(s, "=: ") {
		return s
	}
	m := masker{text: s, arns: arn.FindAllStringIndex(s, -1)}
	m.urls()
	m.pairs()
	m.schemes()
	return m.done()
}

// Has tells whether there is anything in a text that would be masked.
func Has(s string) bool { return Masked(s) != s }

// masker collects what is to be masked of a text.
type masker struct {
	text  string
	arns  [][]int
	spans [][2]int
}

// hide notes a part of the text, unless there is nothing in it.
func (m *masker) hide(from, to int) {
	if from < to && strings.TrimRight(m.text[from:to], ",;.)]}") != Mask {
		m.spans = append(m.spans, [2]int{from, to})
	}
}

// value notes the value that begins at a place, which an ARN is not.
func (m *masker) value(at int) {
	from, to := word(m.text, at)
	if !place.MatchString(m.text[from:to]) && !m.inARN(from) {
		m.hide(from, to)
	}
}

func (m *masker) inARN(at int) bool {
	return slices.ContainsFunc(m.arns, func(a []int) bool { return a[0] <= at && at < a[1] })
}

// pairs notes the values of names that say secret.
func (m *masker) pairs() {
	for _, at := range pair.FindAllStringSubmatchIndex(m.text, -1) {
		if m.inARN(at[2]) || !Named(m.text[at[2]:at[3]]) {
			continue
		}
		name, rest := m.text[at[2]:at[3]], m.text[at[1]:]
		if m.text[at[4]:at[5]] == ":" {
			tight := at[1] == at[5]
			if strings.EqualFold(name, "key") || tight && (release.MatchString(rest) || strings.HasPrefix(rest, "//")) {
				continue
			}
		}
		end := at[1]
		if lead := scheme.FindStringIndex(rest); lead != nil && strings.TrimLeft(rest[:lead[0]], `\"'`) == "" {
			end += lead[1]
		}
		m.value(end)
	}
	for _, at := range next.FindAllStringSubmatchIndex(m.text, -1) {
		if Named(m.text[at[2]:at[3]]) && !flag.MatchString(strings.TrimLeft(m.text[at[1]:], `"'`)) {
			m.value(at[1])
		}
	}
	for _, at := range named.FindAllStringSubmatchIndex(m.text, -1) {
		if Named(m.text[at[2]:at[3]]) {
			m.value(at[1])
		}
	}
	for _, at := range shift.FindAllStringSubmatchIndex(m.text, -1) {
		if Named(m.text[at[2]:at[3]]) {
			m.side(at[4], at[5])
			m.side(at[6], at[7])
		}
	}
}

// side notes one side of a change.
func (m *masker) side(from, to int) {
	if s := strings.TrimSpace(m.text[from:to]); s != "-" && !place.MatchString(s) {
		m.hide(from, from+len(strings.TrimRight(m.text[from:to], " \t")))
	}
}

// schemes notes what is behind Bearer, Basic and the name of a user.
func (m *masker) schemes() {
	for _, at := range scheme.FindAllStringIndex(m.text, -1) {
		from, to := word(m.text, at[1])
		says, lead := strings.TrimRight(m.text[from:to], ".,;:"), m.text[at[0]:at[0]+2]
		if lead == "Be" && !slices.Contains([]string{"token", "tokens", "auth", "authentication", "is", "was"}, says) || odd(says) {
			m.hide(from, to)
		}
	}
	for _, at := range login.FindAllStringIndex(m.text, -1) {
		m.value(at[1])
	}
	for _, at := range driver.FindAllStringSubmatchIndex(m.text, -1) {
		m.hide(at[4], at[5])
	}
}

// odd tells what is no ordinary word: eight or more, with digits, signs or letters of
// both cases.
func odd(s string) bool {
	return len(s) >= 8 && strings.IndexFunc(s[1:], func(r rune) bool { return unicode.IsDigit(r) || unicode.IsUpper(r) || r == '=' || r == '+' }) >= 0
}

// urls notes the passwords of URLs: of postgres://bob:PW@host/db.
func (m *masker) urls() {
	for _, at := range url.FindAllStringIndex(m.text, -1) {
		from := at[1]
		to := end(m.text, from)
		all := m.text[from:to]
		authority := all
		if i := strings.IndexAny(all, "/?#"); i >= 0 {
			authority = all[:i]
		}
		last := strings.LastIndexByte(authority, '@')
		if port := strings.IndexByte(authority, ':'); last < 0 && port >= 0 && strings.Trim(authority[port+1:], "0123456789") != "" {
			last = strings.LastIndexByte(all, '@') // a password with a slash in it
		}
		if last < 0 {
			continue
		}
		user := all[:last]
		switch i := strings.IndexByte(user, ':'); {
		case i >= 0:
			m.hide(from+i+1, from+last)
		case len(user) >= 16:
			m.hide(from, from+last)
		}
	}
}

// done is the text with all that was noted masked.
func (m *masker) done() string {
	if len(m.spans) == 0 {
		return m.text
	}
	slices.SortFunc(m.spans, func(a, b [2]int) int { return a[0] - b[0] })
	var b strings.Builder
	at := 0
	for i := 0; i < len(m.spans); {
		from, to := m.spans[i][0], m.spans[i][1]
		for i++; i < len(m.spans) && m.spans[i][0] <= to; i++ {
			to = max(to, m.spans[i][1])
		}
		b.WriteString(m.text[at:from] + Mask)
		at = to
	}
	b.WriteString(m.text[at:])
	return b.String()
}
