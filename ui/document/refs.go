package document

import (
	"strconv"

	"github.com/ecsdeck/ecsdeck/model"
)

// refARN is the ARN of a ref, "" of anything else and of one that names nothing.
func refARN(v any) string {
	switch r := v.(type) {
	case model.ClusterRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.ServiceRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.TaskRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.InstanceRef:
		if !r.IsZero() {
			return r.ARN()
		}
	case model.TaskDefRef:
		if !r.IsZero() {
			return r.ARN()
		}
	}
	return ""
}

// refFields adds what a thing is called: AWS has its ARN, its name and where it
// is as fields of their own.
func refFields(n *Node, v any) {
	add := func(key, value string) {
		if value != "" {
			n.Items = append(n.Items, &Node{Key: key, Text: value})
		}
	}
	arn := refARN(v)
	switch r := v.(type) {
	case model.ClusterRef:
		add("clusterArn", arn)
		add("clusterName", r.Name)
	case model.ServiceRef:
		add("serviceArn", arn)
		add("serviceName", r.Name)
		add("clusterArn", r.Cluster.ARN())
	case model.TaskRef:
		add("taskArn", arn)
		add("clusterArn", r.Cluster.ARN())
	case model.InstanceRef:
		add("containerInstanceArn", arn)
	case model.TaskDefRef:
		add("taskDefinitionArn", arn)
		add("family", r.Family)
		if r.Revision > 0 {
			n.Items = append(n.Items, &Node{Key: "revision", Type: Number, Text: strconv.Itoa(r.Revision)})
		}
	case string:
		add("ref", r)
	}
}
