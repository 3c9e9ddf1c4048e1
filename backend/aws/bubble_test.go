package aws

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
)

// inNoTime runs a test in a bubble, where pauses between tries take no time, on a
// Backend that speaks to h over connections in memory.
func inNoTime(t *testing.T, h http.Handler, test func(t *testing.T, b *Backend)) {
	t.Helper()
	isolate(t)
	for name, value := range keys {
		t.Setenv(name, value)
	}
	synctest.Test(t, func(t *testing.T) {
		l := inMemory{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: h} //nolint:gosec // nobody is slow in memory
		ended := make(chan struct{})
		go func() { defer close(ended); _ = server.Serve(l) }()
		b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: "http://aws.test", APIShare: 1000, Dial: l.dial})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			b.idle()
			_ = server.Close()
			<-ended
		}()
		test(t, b)
	})
}

// inMemory is a listener without a network.
type inMemory struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l inMemory) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}
func (l inMemory) Close() error   { close(l.closed); return nil }
func (l inMemory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (l inMemory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
