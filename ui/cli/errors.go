package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// usageError says what is wrong with the command line.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// noError is an answer, not a failure: no.
type noError struct{ text string }

func (e *noError) Error() string { return e.text }

func no(format string, args ...any) error { return &noError{fmt.Sprintf(format, args...)} }

// exitCodeOf is what the shell is told.
func exitCodeOf(err error) int {
	var wrong *usageError
	var answer *noError
	switch {
	case err == nil:
		return Fine
	case errors.As(err, &wrong):
		return Usage
	case errors.As(err, &answer):
		return No
	}
	return Failed
}

// explain is err for a person: what was wanted, of what, why not, and what to
// do next, on one line that cannot steer the terminal.
func explain(err error) string {
	if err == nil {
		return ""
	}
	said := sentence(text.Clean(err.Error()))
	if next := text.Clean(backend.Advice(err)); next != "" {
		said += " " + sentence(next)
	}
	return "ecsdeck: " + said
}

// sentence ends s with a full stop, unless it ends already.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// asUsage turns an error of the parser of command lines into one of ours.
func asUsage(err error) error {
	var wrong *usageError
	if errors.As(err, &wrong) {
		return err
	}
	return usage("%v", err)
}

// flagError is asUsage for flags: of one that does not exist it says which was
// probably meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return asUsage(err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return usage("%v%s", err, meant(unknown.GetSpecifiedName(), names, "--"))
}

// meant offers the candidate nearest to word, if one resembles it.
func meant(word string, candidates []string, prefix string) string {
	if best := fuzzy.Nearest(word, candidates); best != "" {
		return ": did you mean " + prefix + best + "?"
	}
	return ""
}

// oneOf checks a flag that takes one of a few words.
func oneOf(flag, value string, words ...string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return usage("%s is %q: it is one of %s", flag, value, strings.Join(words, ", "))
}
