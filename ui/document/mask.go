package document

import "regexp"

// secretName is a name of something that nobody should read over a shoulder,
// secretValue the look of one wherever it stands.
var (
	secretName  = regexp.MustCompile(`(?i)(password|passwd|passphrase|secret|credential|private_?key|api_?key|access_?key|auth_?token|bearer|(^|_|-)(token|pwd|dsn)$)`)
	secretValue = regexp.MustCompile(`(?i)(\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.|://[^/\s:@]+:[^/\s@]+@|\b(gh[pousr]_|xox[baprs]-|sk_live_)[A-Za-z0-9_-]{10,}|(password|passwd|secret|api_?key|token)\s*[=:]\s*\S)`)
	arn         = regexp.MustCompile(`^arn:[a-z-]+:`)
)

func looksSecret(s string) bool {
	return len(s) >= 8 && secretValue.MatchString(s) && !arn.MatchString(s)
}

// maskNamed makes a scalar secret that has the name of one. An ARN only says
// where a secret is.
func maskNamed(n *Node, name string) {
	if n.Kind == Scalar && n.Type == String && secretName.MatchString(name) && !arn.MatchString(n.Text) {
		n.Secret = true
	}
}

// Masked is plain text from outside with what looks like a secret in it masked:
// the words that do, not all of it.
func Masked(s string) string {
	return secretWord.ReplaceAllStringFunc(s, func(found string) string {
		if m := secretWord.FindStringSubmatch(found); m[1] != "" {
			return m[1] + Mask
		}
		return Mask
	})
}

var secretWord = regexp.MustCompile(`(?i)((?:password|passwd|secret|api_?key|token)\s*[=:]\s*"?)[^\s"]+|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*|\b(?:gh[pousr]_|xox[baprs]-|sk_live_)[A-Za-z0-9_-]{10,}`)
