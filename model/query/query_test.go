package query

import "testing"

// The language itself, apart from any instance; fake/sim holds it to instances.
func TestMatches(t *testing.T) {
	read := func(subject string) []string {
		return map[string][]string{"attribute:stack": {"prod"}, "attribute:size": {"10"}, RunningTasksCount: {"3"}, TaskGroup: {"service:api", "service:web"}, AgentVersion: {"1.105.1"}}[subject]
	}
	for text, want := range map[string]bool{
		"attribute:stack == prod": true, "attribute:stack != prod": false, "attribute:stack exists": true, "attribute:color exists": false, "attribute:color !exists": true,
		"attribute:stack in [test, prod]": true, "attribute:stack !in [test, prod]": false, "attribute:stack =~ pr.*": true, "attribute:stack !~ pr.*": false,
		"attribute:size > 9": true, "runningTasksCount less_than 3": false, "runningTasksCount <= 3": true, "agentVersion >= 1.99.0": true,
		"task:group == service:web": true, "task:group == service:db": false,
		"not (attribute:stack == prod and attribute:size == 1)": true, "attribute:stack == test || attribute:size == 10": true,
	} {
		q, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := q.Matches(read); got != want {
			t.Errorf("%s is %t", text, got)
		}
	}
	for _, text := range []string{"", "(", "nonsense == 1", "attribute:x in 1", "attribute:x =~ [", "attribute:x == "} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q can be read", text)
		}
	}
}
