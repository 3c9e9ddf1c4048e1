package secret

import (
	"regexp"
	"slices"
	"strings"
)

// Mask stands in the place of a secret. It hides how long that is, too.
const Mask = "********"

var (
	place = regexp.MustCompile(`^arn:[a-z-]+:[a-z0-9-]+:\S*$`)
	// option begins one of several that stand behind one another: a=1, b=2.
	option = regexp.MustCompile(`(^|, )([A-Za-z0-9_./-]+)=`)
)

// Of is a value that stands under a name, as it is shown: masked as a whole where
// the name says that it is secret, else what looks like a secret in it.
func Of(name, value string) string {
	switch {
	case value == "" || place.MatchString(value):
		return value
	case strings.Contains(value, "=arn:"):
	case Named(name):
		return Mask
	}
	return options(value)
}

// options masks in a value that is made of options: each goes on up to the next.
func options(value string) string {
	starts := option.FindAllStringSubmatchIndex(value, -1)
	if len(starts) == 0 || starts[0][0] != 0 {
		return Masked(value)
	}
	var b strings.Builder
	for i, at := range starts {
		end := len(value)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		name, of := value[at[4]:at[5]], value[at[1]:end]
		b.WriteString(value[at[0]:at[1]])
		if Named(name) && of != "" && !place.MatchString(of) {
			b.WriteString(Mask)
			continue
		}
		b.WriteString(of)
	}
	return Masked(b.String())
}

// Args are the arguments of a command as they are shown. What follows an option
// with the name of a secret is one.
func Args(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		if out[i] = Masked(arg); i > 0 && arg != "" && leads(args[i-1]) && !place.MatchString(arg) && !flag.MatchString(arg) {
			out[i] = Mask
		}
	}
	return out
}

// Command is a command in a line, as it is shown.
func Command(args []string) string { return Masked(strings.Join(Args(args), " ")) }

var flag = regexp.MustCompile(`^--?[A-Za-z][A-Za-z0-9_.-]*(=|$)`)

// leads tells an argument whose next is secret: --token, Authorization:, Bearer.
func leads(arg string) bool {
	name := strings.TrimRight(arg, ":=")
	if strings.ContainsAny(name, " \t\n=:/") {
		return false
	}
	return (strings.HasPrefix(arg, "-") || name != arg) && Named(name) || slices.Contains([]string{"bearer", "basic"}, strings.ToLower(name))
}
