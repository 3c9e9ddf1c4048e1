package aws

import (
	"net"
	"net/http/httptest"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend"
)

// A person who mistyped an endpoint hears of it at once: it is tried once.
func TestNobodyListensIsToldAtOnce(t *testing.T) {
	server := httptest.NewServer(nil)
	url := "http://" + server.Listener.Addr().(*net.TCPAddr).String()
	server.Close()
	isolate(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	b, err := Open(t.Context(), Options{Region: "eu-west-1", Endpoint: url})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Clusters(t.Context()); backend.KindOf(err) != backend.KindUnreachable {
		t.Errorf("got %v, want unreachable", err)
	}
	if n := b.Calls(); n != 1 {
		t.Errorf("it was tried %d times, want once", n)
	}
}
