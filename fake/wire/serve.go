package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Serve serves h on addr, a host and port, until ctx ends, which is no error.
// When it listens it prints to out where, and what a client must export.
func Serve(ctx context.Context, addr string, h http.Handler, region string, out io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintf(out, "# Amazon ECS, simulated, at http://%s. In the shell of a client:\n", listener.Addr())
	for _, line := range Exports(listener.Addr().String(), region) {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "# Its clock, journal and faults: curl http://%s%s\n", listener.Addr(), ControlPath)
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
