package e2e_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// pipes is a network of one machine, in memory.
type pipes struct {
	server   http.Server
	incoming chan net.Conn
	closed   chan struct{}
	once     sync.Once
	refusing atomic.Bool // nobody listens
	silent   atomic.Bool // connections are never made

	mu   sync.Mutex
	open []serverEnd
}

func newPipes(h http.Handler) *pipes {
	p := &pipes{incoming: make(chan net.Conn), closed: make(chan struct{})}
	p.server.Handler = h
	go func() { _ = p.server.Serve(p) }()
	return p
}

func (p *pipes) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if p.refusing.Load() {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: pipeAddr(address), Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	if p.silent.Load() {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Addr: pipeAddr(address), Err: ctx.Err()}
	}
	ours, theirs := net.Pipe()
	torn := new(atomic.Bool)
	select {
	case p.incoming <- serverEnd{theirs, torn}:
		p.mu.Lock()
		p.open = append(p.open, serverEnd{theirs, torn})
		p.mu.Unlock()
		return clientEnd{ours, torn}, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept, Close and Addr implement net.Listener.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.incoming:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.once.Do(func() { close(p.closed) }); return nil }

func (p *pipes) Addr() net.Addr { return pipeAddr("aws.test:80") }

// drop resets all connections there are.
func (p *pipes) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		c.reset()
		_ = c.Close()
	}
	p.open = nil
}

func (p *pipes) close() { _ = p.server.Close() }

type pipeAddr string

func (pipeAddr) Network() string  { return "tcp" }
func (a pipeAddr) String() string { return string(a) }

// serverEnd can reset a connection: its client then reads what the kernel says
// of one, not the end of a file.
type serverEnd struct {
	net.Conn
	torn *atomic.Bool
}

func (s serverEnd) reset() { s.torn.Store(true) }

type clientEnd struct {
	net.Conn
	torn *atomic.Bool
}

func (c clientEnd) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.torn.Load() && errors.Is(err, io.EOF) {
		err = &net.OpError{Op: "read", Net: "tcp", Addr: c.RemoteAddr(), Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	return n, err
}
