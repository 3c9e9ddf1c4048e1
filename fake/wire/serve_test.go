package wire_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/wire"
)

// said passes on the first thing written.
type said chan string

func (s said) Write(b []byte) (int, error) {
	s <- string(b)
	return len(b), nil
}

// What is printed can be called, and a listener that everybody reaches says so.
func TestServePrintsWhereItIsReached(t *testing.T) {
	for listen, want := range map[string]bool{"127.0.0.1:0": false, "0.0.0.0:0": true, "[::]:0": true} {
		ctx, cancel := context.WithCancel(t.Context())
		out := make(said, 20)
		ended := make(chan error, 1)
		go func() { ended <- wire.Serve(ctx, listen, http.NotFoundHandler(), "eu-west-1", out) }()
		var text strings.Builder
		for quiet := false; !quiet; {
			select {
			case line := <-out:
				text.WriteString(line)
			case err := <-ended:
				t.Skipf("cannot listen on %s: %v", listen, err)
			case <-time.After(300 * time.Millisecond):
				quiet = text.Len() > 0
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if warned := strings.Contains(text.String(), "listens on all interfaces"); warned != want {
			t.Errorf("%s: warned: %v", listen, warned)
		}
		if !strings.Contains(text.String(), "export AWS_ENDPOINT_URL=http://127.0.0.1:") {
			t.Errorf("%s prints\n%s", listen, &text)
		}
	}
}
