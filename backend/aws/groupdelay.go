package aws

import (
	"context"
	"strconv"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"github.com/ecsdeck/ecsdeck/model"
)

// toldDelay is a target group's deregistration delay as it was read last.
type toldDelay struct {
	delay time.Duration
	known bool
	at    time.Time
}

// delays fills in how long the groups drain their targets. Each group takes a
// call of its own, so that is asked once in ten minutes; what is not answered
// stays unknown, which is no failure of the groups.
func (b *Backend) delays(ctx context.Context, target string, groups []model.TargetGroup) {
	r := request{"elasticloadbalancing:DescribeTargetGroupAttributes", target}
	for i := range groups {
		g := &groups[i]
		t, ok := b.told.delays.get(g.ARN)
		if !ok || time.Since(t.at) >= configKept {
			out, err := invoke(ctx, b, r, b.elb.DescribeTargetGroupAttributes, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: &g.ARN})
			if err != nil {
				continue
			}
			t = toldDelay{at: time.Now()}
			for _, a := range out.Attributes {
				if sdk.ToString(a.Key) != "deregistration_delay.timeout_seconds" {
					continue
				}
				n, err := strconv.Atoi(sdk.ToString(a.Value))
				t.delay, t.known = time.Duration(n)*time.Second, err == nil
			}
			b.told.delays.put(g.ARN, t)
		}
		g.Delay, g.DelayKnown = t.delay, t.known
	}
}
