package e2e_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"testing"
	"time"
)

// withCLI runs what takes the aws CLI, which takes most of a second to start.
var withCLI = flag.Bool("cli", false, "have the aws CLI live in the simulator; takes about half a minute")

// TestLifeWithTheCLI has the aws CLI build a cluster in the simulator, deploy to
// it, scale it, drain an instance, and delete everything: testdata/life.sh. The
// CLI is $AWS, else aws; where it is not installed, nothing is tested.
func TestLifeWithTheCLI(t *testing.T) {
	if !*withCLI {
		t.Skip("it starts the aws CLI some forty times: run with -cli")
	}
	cli := os.Getenv("AWS")
	if cli == "" {
		cli = "aws"
	}
	for _, name := range []string{cli, "bash", "curl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "testdata/life.sh")
	cmd.Env = environment(append(serve(t, "--speed", "0"), "AWS="+cli, "AWS_PAGER=")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("life.sh: %v\n%s", err, out)
	}
}
