package wire

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// ownPage refuses what a foreign website makes a browser on this machine send.
// The control endpoints ask for no credentials, and a browser reaches whatever
// listens here: a page may post to them across origins, or give its own name
// our address (DNS rebinding) and read the answers as well.
//
// A name that cannot belong to a website passes: an address, localhost, a name
// without a dot, or one of a top-level domain that is kept for local use
// (RFC 6761, RFC 6762, ICANN's internal).
func ownPage(r *http.Request) error {
	if !localName(r.Host) {
		return trouble(http.StatusForbidden, "The simulator's control endpoints do not answer to the name %s: use an IP address or localhost.", r.Host)
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" {
		return trouble(http.StatusForbidden, "The simulator's control endpoints do not answer to pages of other websites.")
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Host != r.Host && !loopback(u.Host) {
		return trouble(http.StatusForbidden, "The simulator's control endpoints do not answer to the website %s.", origin)
	}
	return nil
}

// hostOf is the name in a Host header, without the port.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// localDomains are the top-level domains that no website can have.
var localDomains = []string{"localhost", "local", "internal", "test"}

func localName(host string) bool {
	name := hostOf(host)
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	dot := strings.LastIndexByte(name, '.')
	return name != "" && (dot < 0 || slices.Contains(localDomains, name[dot+1:]))
}

func loopback(host string) bool {
	name := hostOf(host)
	if a, err := netip.ParseAddr(name); err == nil {
		return a.IsLoopback()
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}
