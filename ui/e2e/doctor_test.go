package e2e_test

import (
	"net/http/httptest"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// The doctor tries permissions by reading. It does not have IAM simulate them,
// which takes a permission that few have: what would change something is not
// tried, and nothing is wrong for that.
func TestTheDoctorAsksForNoSimulation(t *testing.T) {
	t.Parallel()
	proxy := newFaultProxy(wire.New(fake.New(fake.Options{World: bigWorld(t, 2), Speed: 1})))
	server := httptest.NewServer(proxy)
	defer server.Close()
	cmd := exec.Command(program(t), "doctor", "--cluster", "big")
	cmd.Env = environment((&endpoint{url: server.URL}).env()...)
	out, err := cmd.CombinedOutput()
	if got := string(out); err != nil || !hasAll(got, "? not tried  ecs:UpdateService", "cloudtrail:LookupEvents", "ecr:DescribeImages") || strings.Contains(got, "no way to try it") || strings.Contains(got, "✗") {
		t.Errorf("ends with %v and says:\n%s", err, got)
	}
	for _, op := range proxy.asked {
		if strings.HasPrefix(op, "Simulate") {
			t.Errorf("the doctor asks for %s", op)
		}
		for _, writes := range []string{"Update*", "Create*", "Delete*", "Stop*", "Run*", "Register*", "Execute*"} {
			if is, _ := path.Match(writes, op); is {
				t.Errorf("the doctor has tried %s", op)
			}
		}
	}
}
