package e2e_test

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestTwoProgramsOneWorld runs `sim serve` and works on its world with a second
// ecsdeck over the AWS API: what one changes the other shows.
func TestTwoProgramsOneWorld(t *testing.T) {
	t.Parallel()
	env := serve(t, "--speed", "0")
	if got := output(t, env, "scale", "food-delivery/order", "5", "--yes"); !strings.Contains(got, "from 2 to 5") {
		t.Errorf("scale says %q", got)
	}
	var rows []struct {
		Name    string `json:"name"`
		Desired int    `json:"desired"`
	}
	if err := json.Unmarshal([]byte(output(t, env, "get", "services", "food-delivery", "-o", "json")), &rows); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, r := range rows {
		found = found || r.Name == "order" && r.Desired == 5
	}
	if !found {
		t.Errorf("after scaling: %+v", rows)
	}
	s := start(t, 80, 24, env, "--cluster", "food-delivery")
	s.shows("order", "2/5", "payment", "notification")
	s.press("ctrl+c")
	s.exits()
}

// serve runs `sim serve` on a free port and returns the exports that it prints
// as an environment.
func serve(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"sim", "serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = environment()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("sim serve ended with %v after SIGINT", err)
		}
	})
	var env []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if kv, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			env = append(env, kv)
		}
		if strings.HasPrefix(lines.Text(), "aws()") {
			return env
		}
	}
	t.Fatalf("sim serve printed no exports: %v", lines.Err())
	return nil
}

// output runs the program to its end and returns what it says, on both streams.
func output(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Env = environment(env...)
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ecsdeck %s: %v\n%s", strings.Join(args, " "), err, text)
	}
	return string(text)
}
