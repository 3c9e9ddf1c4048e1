package logs

import "strings"

// Level is how bad a line says it is. Most lines say it in one of a few ways,
// and one that does not has no level.
type Level uint8

// From not told to what ends a process.
const (
	NoLevel Level = iota
	Debug
	Info
	Warn
	Error
	Fatal
)

var levelNames = [...]string{"", "debug", "info", "warn", "error", "fatal"}

func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return ""
}

// levelHead is how far into a line a level is looked for. It stands near the
// beginning, behind a time and a name; words further on are prose. Keys of JSON
// and logfmt lines are looked for up to levelFar.
const (
	levelHead = 160
	levelFar  = 4 << 10
)

// levelOf finds the level of a clean line and where in it the word stands, so
// that it can be coloured there. It understands
//
//	ERROR ..., [error] ..., error: ...     a word that begins the line or stands apart in capitals
//	level=error, severity=..., lvl=...     logfmt
//	{"level":"error"}, {"level":50}        JSON, with Bunyan's and Pino's numbers
//	E1123 12:41:07                         glog
//	panic: ..., Traceback (most recent     what a dying Go or Python process says
func levelOf(s string) (l Level, from, to int) {
	head := s[:min(len(s), levelFar)]
	if strings.HasPrefix(s, "{") {
		return keyedLevel(head, `"`, `"`)
	}
	if l, from, to = wordLevel(s[:min(len(s), levelHead)]); l != NoLevel {
		return l, from, to
	}
	if strings.IndexByte(head, '=') >= 0 {
		return keyedLevel(head, "", "=")
	}
	return NoLevel, 0, 0
}

var levelKeys = [...]string{"level", "severity", "lvl", "levelname", "log.level"}

// keyedLevel looks for a key, between open and shut, with a level for a value.
func keyedLevel(s, open, shut string) (l Level, from, to int) {
	for _, key := range levelKeys {
		for at := 0; ; {
			i := strings.Index(s[at:], key)
			if i < 0 {
				break
			}
			i += at
			at = i + len(key)
			if !strings.HasPrefix(s[at:], shut) || !begins(s[:i], open) {
				continue
			}
			from = at + len(shut)
			for from < len(s) && strings.IndexByte(`: "`, s[from]) >= 0 {
				from++
			}
			to = wordEnd(s, from)
			if l = named(s[from:to], true); l != NoLevel {
				return l, from, to
			}
		}
	}
	return NoLevel, 0, 0
}

// begins tells whether a key may begin behind before: after its opening quote,
// or without one at the beginning or after a space.
func begins(before, open string) bool {
	if open == "" {
		return before == "" || strings.HasSuffix(before, " ")
	}
	return strings.HasSuffix(before, open)
}

// wordLevel looks for a word that stands apart.
func wordLevel(s string) (l Level, from, to int) {
	first := true
	for i := 0; i < len(s); i = max(i+1, to) {
		if !isLetter(s[i]) {
			continue
		}
		from, to = i, wordEnd(s, i)
		if !apart(s, from, to) {
			first = false
			continue
		}
		if first {
			if l = opening(s, from, to); l != NoLevel {
				return l, from, to
			}
			first = false
		}
		bracketed := from > 0 && to < len(s) && s[from-1] == '[' && s[to] == ']'
		if l = named(s[from:to], bracketed); l != NoLevel {
			return l, from, to
		}
	}
	return NoLevel, 0, 0
}

// apart tells whether s[from:to] is a word by itself and no part of a path, a
// host or a number.
func apart(s string, from, to int) bool {
	return (from == 0 || strings.IndexByte(" [(|<:", s[from-1]) >= 0) &&
		(to == len(s) || strings.IndexByte(" ])|>:,", s[to]) >= 0)
}

func wordEnd(s string, i int) int {
	for i < len(s) && isWordByte(s[i]) {
		i++
	}
	return i
}

// opening is the level that the first word gives its line.
func opening(s string, from, to int) Level {
	word, rest := s[from:to], s[to:]
	switch {
	case strings.HasPrefix(rest, ":"):
		return announced(word)
	case strings.HasPrefix(s[from:], "fatal error:"):
		return Fatal
	case strings.HasPrefix(s[from:], "Traceback (most recent"), strings.HasPrefix(s[from:], "Exception in thread"):
		return Error
	case from == 0 && len(word) == 5 && digits(word[1:]):
		return glogLevels[word[0]]
	}
	return NoLevel
}

var glogLevels = map[byte]Level{'I': Info, 'W': Warn, 'E': Error, 'F': Fatal}

// announced is the level of a word that begins a line and has a colon behind it.
func announced(word string) Level {
	if l := named(word, true); l != NoLevel {
		return l
	}
	if strings.HasSuffix(word, "Error") || strings.HasSuffix(word, "Exception") {
		return Error
	}
	return NoLevel
}

// named is the level a word names: in capitals, or in any case where the place
// already says that it is a level. Only there can it be a number: plain words
// begin with a letter.
func named(word string, anyCase bool) Level {
	var up [9]byte
	if len(word) < 2 || len(word) > len(up) {
		return NoLevel
	}
	for i := range len(word) {
		c := word[i]
		if anyCase && c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		up[i] = c
	}
	switch string(up[:len(word)]) {
	case "TRACE", "TRCE", "DEBUG", "DBUG", "DBG", "10", "20":
		return Debug
	case "INFO", "INF", "NOTICE", "30":
		return Info
	case "WARN", "WARNING", "WRN", "40":
		return Warn
	case "ERROR", "ERR", "FAIL", "SEVERE", "50":
		return Error
	case "FATAL", "CRITICAL", "CRIT", "PANIC", "EMERGENCY", "EMERG", "ALERT", "60":
		return Fatal
	}
	return NoLevel
}

func isLetter(c byte) bool   { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c >= 0x80 }

func digits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
