package secret

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// within are parts of a word that say secret wherever they stand in a name.
	within = regexp.MustCompile(`password|passwd|passphrase|passcode|secret|credential|private_?key|api_?key|access_?key|bearer|authorization`)
	// atEnd are those that say so at its end: auth-token, requirepass.
	atEnd = regexp.MustCompile(`(token|requirepass|masterauth|_pass|_auth|_pin|_dsn|_jwt)$`)
	// harmless are last words of names of something about a secret.
	harmless = []string{
		"file", "files", "path", "dir", "arn", "arns", "parameter", "parameters", "name", "url", "uri", "endpoint", "ttl", "timeout", "expiry", "expires",
		"expiration", "count", "length", "size", "policy", "rotation", "enabled", "type", "version", "provider", "manager", "exception", "error", "options",
	}
	// refused are first words of what AWS says of a secret that will not do.
	refused = []string{"expired", "invalid", "missing", "unrecognized", "unknown", "wrong", "no", "next", "max", "min", "bad"}
	// common are the keys that hide nothing.
	common = []string{"public", "partition", "primary", "sort", "foreign", "routing", "object", "s3", "tag", "hash", "range", "attribute", "kms", "host", "cache", "group"}
)

// Named tells a name of something secret: DB_PASSWORD, splunk-token, apiKey.
func Named(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if slices.Contains(harmless, last) || slices.Contains(refused, words[0]) {
		return false
	}
	all := strings.Join(words, "_")
	switch {
	case within.MatchString(all) || atEnd.MatchString(all):
		return true
	case slices.ContainsFunc(words, func(w string) bool { return w == "token" || w == "pwd" || w == "apikey" }):
		return true
	case last == "key":
		return len(words) == 1 || !slices.Contains(common, words[len(words)-2])
	}
	return last == "dsn" || last == "jwt"
}

// wordsOf are the words of a name, in lower case: of API_KEY, api-key and apiKey.
func wordsOf(name string) []string {
	var words []string
	var at strings.Builder
	end := func() {
		if at.Len() > 0 {
			words = append(words, at.String())
			at.Reset()
		}
	}
	lower := false
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			lower = false
			continue
		}
		if lower && unicode.IsUpper(r) {
			end()
		}
		lower = !unicode.IsUpper(r)
		at.WriteRune(unicode.ToLower(r))
	}
	end()
	return words
}
