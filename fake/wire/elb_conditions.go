package wire

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// conditionFields are what a request can be looked at for.
var conditionFields = []string{"path-pattern", "host-header", "http-request-method", "source-ip", "http-header", "query-string"}

// conditions reads what a request must have for a rule, from either of the two
// forms that each field may be written in.
func conditions(in []types.RuleCondition) (out []sim.Condition, err error) {
	for i := range in {
		r := &in[i]
		if err := honoursAs("ValidationError", "a condition", r, "Field", "Values", "PathPatternConfig", "HostHeaderConfig", "HttpRequestMethodConfig",
			"SourceIpConfig", "HttpHeaderConfig", "QueryStringConfig"); err != nil {
			return nil, err
		}
		d := sim.Condition{Field: aws.ToString(r.Field), Values: r.Values}
		switch {
		case r.PathPatternConfig != nil:
			d.Values = r.PathPatternConfig.Values
		case r.HostHeaderConfig != nil:
			d.Values = r.HostHeaderConfig.Values
		case r.HttpRequestMethodConfig != nil:
			d.Values = r.HttpRequestMethodConfig.Values
		case r.SourceIpConfig != nil:
			d.Values = r.SourceIpConfig.Values
		case r.HttpHeaderConfig != nil:
			d.Name, d.Values = aws.ToString(r.HttpHeaderConfig.HttpHeaderName), r.HttpHeaderConfig.Values
		case r.QueryStringConfig != nil:
			if d.Query, err = queryPairs(r.QueryStringConfig.Values); err != nil {
				return nil, err
			}
		}
		if !slices.Contains(conditionFields, d.Field) {
			return nil, refusal("ValidationError", "Condition field '%s' must be one of '[%s]'", d.Field, strings.Join(conditionFields, ","))
		}
		if len(d.Values)+len(d.Query) == 0 || (d.Field == "query-string") != (len(d.Query) > 0) {
			return nil, refusal("ValidationError", "A condition value must be specified")
		}
		out = append(out, d)
	}
	return out, nil
}

// queryPairs reads what to find in a query string: values of at most 128
// characters, with or without their keys (SDK elasticloadbalancingv2,
// QueryStringConditionConfig).
func queryPairs(in []types.QueryStringKeyValuePair) (out []sim.QueryPair, err error) {
	for _, p := range in {
		q := sim.QueryPair{Key: aws.ToString(p.Key), Value: aws.ToString(p.Value)}
		if q.Value == "" || len(q.Value) > 128 || len(q.Key) > 128 {
			return nil, refusal("ValidationError", "A query string condition has keys of at most 128 characters and values of 1 to 128 characters")
		}
		out = append(out, q)
	}
	return out, nil
}

func projectQueryPair(p sim.QueryPair) types.QueryStringKeyValuePair {
	return types.QueryStringKeyValuePair{Key: orNil(p.Key), Value: aws.String(p.Value)}
}

func projectCondition(d sim.Condition) types.RuleCondition {
	out := types.RuleCondition{Field: aws.String(d.Field)}
	switch d.Field {
	case "path-pattern":
		out.Values, out.PathPatternConfig = d.Values, &types.PathPatternConditionConfig{Values: d.Values}
	case "host-header":
		out.Values, out.HostHeaderConfig = d.Values, &types.HostHeaderConditionConfig{Values: d.Values}
	case "http-request-method":
		out.HttpRequestMethodConfig = &types.HttpRequestMethodConditionConfig{Values: d.Values}
	case "source-ip":
		out.SourceIpConfig = &types.SourceIpConditionConfig{Values: d.Values}
	case "http-header":
		out.HttpHeaderConfig = &types.HttpHeaderConditionConfig{HttpHeaderName: aws.String(d.Name), Values: d.Values}
	case "query-string":
		out.QueryStringConfig = &types.QueryStringConditionConfig{Values: each(d.Query, projectQueryPair)}
	}
	return out
}
