package cli

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
)

// network is what the environment says of the way to AWS.
type network struct {
	proxies map[string]string // by the names of the variables
	except  string            // NO_PROXY
	bundle  string            // AWS_CA_BUNDLE, a file
	// certificates tells whether that file could be read and has some.
	certificates bool
	whyNot       error
}

// readNetwork reads it.
func readNetwork() network {
	n := network{proxies: map[string]string{}, bundle: os.Getenv("AWS_CA_BUNDLE"), except: either(os.Getenv("NO_PROXY"), os.Getenv("no_proxy"))}
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		if v := either(os.Getenv(name), os.Getenv(strings.ToLower(name))); v != "" {
			n.proxies[name] = v
		}
	}
	if n.bundle != "" {
		data, err := os.ReadFile(n.bundle)
		n.certificates, n.whyNot = bytes.Contains(data, []byte("-----BEGIN CERTIFICATE-----")), err
	}
	return n
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

func (n network) findings() []backend.Finding { return []backend.Finding{n.proxy(), n.trust()} }

func (n network) proxy() backend.Finding {
	f := backend.Finding{Check: "proxy", Says: "none (HTTPS_PROXY)"}
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		value, set := n.proxies[name]
		if !set {
			continue
		}
		// A proxy's URL may hold a password: only the host is told.
		u, err := url.Parse(value)
		if err == nil && u.Host == "" {
			u, err = url.Parse("http://" + value)
		}
		if err != nil || u.Host == "" {
			return backend.Finding{Check: "proxy", Grade: backend.Wrong, Says: name + " is not a URL", Do: "Write it as in http://proxy:3128."}
		}
		f.Says = fmt.Sprintf("%s (%s)", u.Host, name)
		if n.except != "" {
			f.Says += ", not for " + n.except
		}
		if !strings.Contains(n.except, "169.254.169.254") {
			f.Says += "; on EC2 and ECS add 169.254.169.254 and 169.254.170.2 to NO_PROXY, where roles are asked for"
		}
		break
	}
	return f
}

func (n network) trust() backend.Finding {
	f := backend.Finding{Check: "CA bundle", Says: "the system's (AWS_CA_BUNDLE is not set)"}
	switch {
	case n.bundle == "":
	case n.whyNot != nil:
		f.Grade, f.Says, f.Do = backend.Wrong, n.whyNot.Error(), "Set AWS_CA_BUNDLE to a file of certificates in PEM form, or unset it."
	case !n.certificates:
		f.Grade, f.Says, f.Do = backend.Wrong, n.bundle+" has no certificate in it", "Set AWS_CA_BUNDLE to a file of certificates in PEM form, or unset it."
	default:
		f.Says = n.bundle
	}
	return f
}
