package sim

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// elbAttribute is an attribute of something of Elastic Load Balancing: its
// default, and the values that it takes, which are any without words or a range.
type elbAttribute struct {
	initial string
	words   []string
	lo, hi  int
}

// elbAttributes are attributes by their keys.
type elbAttributes map[string]elbAttribute

func text(initial string) elbAttribute { return elbAttribute{initial: initial} }

func onOff(initial string) elbAttribute {
	return elbAttribute{initial: initial, words: []string{"true", "false"}}
}

func oneOf(initial string, others ...string) elbAttribute {
	return elbAttribute{initial: initial, words: append([]string{initial}, others...)}
}

func ranged(initial string, lo, hi int) elbAttribute {
	return elbAttribute{initial: initial, lo: lo, hi: hi}
}

// all are the attributes as they are set, the others by their defaults.
func (as elbAttributes) all(set map[string]string) map[string]string {
	out := map[string]string{}
	for _, key := range keys(as) {
		out[key] = as[key].initial
	}
	maps.Copy(out, set)
	return out
}

// merge is set with what is next in it, held to what ELB takes of what.
func (as elbAttributes) merge(what string, set, next map[string]string) (map[string]string, error) {
	out := maps.Clone(set)
	if out == nil {
		out = map[string]string{}
	}
	for _, key := range keys(next) {
		a, known := as[key]
		if !known {
			return nil, elbInvalid("%s attribute key '%s' is not recognized", what, key)
		}
		if err := a.check(what, key, next[key]); err != nil {
			return nil, err
		}
		out[key] = next[key]
	}
	return out, nil
}

func (a elbAttribute) check(what, key, value string) error {
	n, err := strconv.Atoi(value)
	switch {
	case len(a.words) > 0 && !slices.Contains(a.words, value):
		return elbInvalid("%s attribute '%s' must be one of '%s', not '%s'", what, key, strings.Join(a.words, ", "), value)
	case a.hi > 0 && (err != nil || n < a.lo || n > a.hi):
		return elbInvalid("%s attribute '%s' must be between '%d' and '%d' inclusive, not '%s'", what, key, a.lo, a.hi, value)
	}
	return nil
}

// groupAttributes are those of an Application Load Balancer's target group that
// have no effect here (SDK elasticloadbalancingv2, TargetGroupAttribute).
var groupAttributes = elbAttributes{
	"stickiness.enabled":                                                             onOff("false"),
	"stickiness.type":                                                                oneOf("lb_cookie", "app_cookie"),
	"stickiness.lb_cookie.duration_seconds":                                          ranged("86400", 1, 604800),
	"stickiness.app_cookie.cookie_name":                                              text(""),
	"stickiness.app_cookie.duration_seconds":                                         ranged("86400", 1, 604800),
	attrAlgorithm:                                                                    oneOf(roundRobin, "least_outstanding_requests", "weighted_random"),
	"load_balancing.algorithm.anomaly_mitigation":                                    oneOf("off", "on"),
	"load_balancing.cross_zone.enabled":                                              oneOf("use_load_balancer_configuration", "true", "false"),
	"target_group_health.dns_failover.minimum_healthy_targets.count":                 text("1"),
	"target_group_health.dns_failover.minimum_healthy_targets.percentage":            text("off"),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      text("1"),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": text("off"),
}

// balancerAttributes are those of an Application Load Balancer. Only deletion
// protection has an effect here (SDK elasticloadbalancingv2,
// LoadBalancerAttribute).
var balancerAttributes = elbAttributes{
	"access_logs.s3.enabled":                                   onOff("false"),
	"access_logs.s3.bucket":                                    text(""),
	"access_logs.s3.prefix":                                    text(""),
	"client_keep_alive.seconds":                                ranged("3600", 60, 604800),
	"connection_logs.s3.enabled":                               onOff("false"),
	"connection_logs.s3.bucket":                                text(""),
	"connection_logs.s3.prefix":                                text(""),
	"deletion_protection.enabled":                              onOff("false"),
	"idle_timeout.timeout_seconds":                             ranged("60", 1, 4000),
	"ipv6.deny_all_igw_traffic":                                onOff("false"),
	"load_balancing.cross_zone.enabled":                        oneOf("true"),
	"routing.http.desync_mitigation_mode":                      oneOf("defensive", "monitor", "strictest"),
	"routing.http.drop_invalid_header_fields.enabled":          onOff("false"),
	"routing.http.preserve_host_header.enabled":                onOff("false"),
	"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": onOff("false"),
	"routing.http.xff_client_port.enabled":                     onOff("false"),
	"routing.http.xff_header_processing.mode":                  oneOf("append", "preserve", "remove"),
	"routing.http2.enabled":                                    onOff("true"),
	"waf.fail_open.enabled":                                    onOff("false"),
	"zonal_shift.config.enabled":                               onOff("false"),
}

// listenerAttributes are those of an Application Load Balancer's listener,
// secureAttributes those that one for HTTPS has beside them: all are about
// headers, and have no effect here (SDK elasticloadbalancingv2,
// ListenerAttribute).
var (
	listenerAttributes = elbAttributes{
		"routing.http.response.server.enabled":                                onOff("true"),
		"routing.http.response.strict_transport_security.header_value":        text(""),
		"routing.http.response.access_control_allow_origin.header_value":      text(""),
		"routing.http.response.access_control_allow_methods.header_value":     text(""),
		"routing.http.response.access_control_allow_headers.header_value":     text(""),
		"routing.http.response.access_control_allow_credentials.header_value": text(""),
		"routing.http.response.access_control_expose_headers.header_value":    text(""),
		"routing.http.response.access_control_max_age.header_value":           text(""),
		"routing.http.response.content_security_policy.header_value":          text(""),
		"routing.http.response.x_content_type_options.header_value":           text(""),
		"routing.http.response.x_frame_options.header_value":                  text(""),
	}
	secureAttributes = elbAttributes{
		"routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name": text("X-Amzn-Mtls-Clientcert-Serial-Number"),
		"routing.http.request.x_amzn_mtls_clientcert_issuer.header_name":        text("X-Amzn-Mtls-Clientcert-Issuer"),
		"routing.http.request.x_amzn_mtls_clientcert_subject.header_name":       text("X-Amzn-Mtls-Clientcert-Subject"),
		"routing.http.request.x_amzn_mtls_clientcert_validity.header_name":      text("X-Amzn-Mtls-Clientcert-Validity"),
		"routing.http.request.x_amzn_mtls_clientcert_leaf.header_name":          text("X-Amzn-Mtls-Clientcert-Leaf"),
		"routing.http.request.x_amzn_mtls_clientcert.header_name":               text("X-Amzn-Mtls-Clientcert"),
		"routing.http.request.x_amzn_tls_version.header_name":                   text("X-Amzn-Tls-Version"),
		"routing.http.request.x_amzn_tls_cipher_suite.header_name":              text("X-Amzn-Tls-Cipher-Suite"),
	}
)

// attributes are the attributes that a listener of this protocol has.
func (l *Listener) attributes() elbAttributes {
	if l.Protocol != "HTTPS" {
		return listenerAttributes
	}
	out := maps.Clone(listenerAttributes)
	maps.Copy(out, secureAttributes)
	return out
}

// ListenerAttributes are all attributes of a listener.
func (v View) ListenerAttributes(l *Listener) map[string]string {
	return l.attributes().all(l.Attributes)
}

// ModifyListenerAttributes sets attributes of a listener.
type ModifyListenerAttributes struct {
	ARN        string
	Attributes map[string]string
}

func (c ModifyListenerAttributes) do(w *World) (Reply, error) {
	l := w.View().Listener(c.ARN)
	if l == nil {
		return Reply{}, errNoListener
	}
	next, err := l.attributes().merge("Listener", l.Attributes, c.Attributes)
	if err != nil {
		return Reply{}, err
	}
	l.Attributes = next
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: "listener attributes set: " + strings.Join(keys(c.Attributes), ", ")})
	return Reply{}, nil
}
