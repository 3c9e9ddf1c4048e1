package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
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
	own, everywhere := reachable(listener.Addr().String())
	fmt.Fprintf(out, "# Amazon ECS, simulated, at http://%s. In the shell of a client:\n", own)
	for _, line := range Exports(own, region) {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "# Its clock, journal and faults: curl http://%s%s\n", own, ControlPath)
	if everywhere {
		fmt.Fprintln(out, "# Warning: it listens on all interfaces, and whoever reaches this machine can use it. It asks for no password.")
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// reachable is where a client on this machine reaches what listens on addr, and
// whether clients elsewhere reach it as well: an unspecified address stands for
// all interfaces, and cannot itself be called everywhere.
func reachable(addr string) (own string, everywhere bool) {
	a, err := netip.ParseAddrPort(addr)
	if err != nil || !a.Addr().IsUnspecified() {
		return addr, false
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), a.Port()).String(), true
}
