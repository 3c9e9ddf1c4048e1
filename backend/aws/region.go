package aws

import (
	"regexp"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// regionName is what a region is called. One that comes out of a task definition
// becomes part of a host's name, and so is looked at first.
var regionName = regexp.MustCompile(`^[a-z]{2,10}(-[a-z]{2,12}){1,3}-\d{1,2}$`)

// regional are the clients of a service in regions other than the session's.
type regional[C any] struct {
	mu      sync.Mutex
	clients map[string]C
}

// in is the client of a region; home is that of the session's own.
func (r *regional[C]) in(region string, home C, own string, open func() C) C {
	if region == "" || region == own || !regionName.MatchString(region) {
		return home
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.clients[region]
	if !ok {
		c = open()
		if r.clients == nil {
			r.clients = map[string]C{}
		}
		r.clients[region] = c
	}
	return c
}

// logsIn is the client of CloudWatch Logs in a region: the same credentials,
// and the same endpoint where one was given.
func (b *Backend) logsIn(region string) *cloudwatchlogs.Client {
	return b.logsElsewhere.in(region, b.logs, b.region, func() *cloudwatchlogs.Client {
		return cloudwatchlogs.New(b.logs.Options(), func(o *cloudwatchlogs.Options) { o.Region = region })
	})
}
