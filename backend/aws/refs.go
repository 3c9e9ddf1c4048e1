package aws

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// complete is the cluster that an ARN of a row names. asked fills in what is not
// told: an ARN of the old format does not carry the cluster's name, and a ref
// that a person typed carries nothing else.
func complete(told, asked model.ClusterRef) model.ClusterRef {
	if told.Name == "" {
		told.Name = asked.Name
	}
	if told.Account == "" {
		told.Partition, told.Region, told.Account = asked.Partition, asked.Region, asked.Account
	}
	return told
}

func clusterRef(arn, name string) model.ClusterRef {
	ref, err := model.ParseClusterARN(arn)
	if err != nil {
		return model.ClusterRef{Name: name}
	}
	return ref
}

// serviceRef reads a service's ARN; a row whose ARN cannot be read keeps its
// name.
func serviceRef(arn, name string, cluster model.ClusterRef) model.ServiceRef {
	ref, err := model.ParseServiceARN(arn)
	if err != nil {
		ref = model.ServiceRef{Name: name}
	}
	return complete(ref.Cluster, cluster).Service(ref.Name)
}

func taskRef(arn string, cluster model.ClusterRef) model.TaskRef {
	ref, err := model.ParseTaskARN(arn)
	if err != nil {
		ref = model.TaskRef{ID: lastPart(arn)}
	}
	return complete(ref.Cluster, cluster).Task(ref.ID)
}

// instanceRef is zero for a task that runs on no instance.
func instanceRef(arn string, cluster model.ClusterRef) model.InstanceRef {
	if arn == "" {
		return model.InstanceRef{}
	}
	ref, err := model.ParseInstanceARN(arn)
	if err != nil {
		ref = model.InstanceRef{ID: lastPart(arn)}
	}
	return complete(ref.Cluster, cluster).Instance(ref.ID)
}

func taskDefRef(arn string) model.TaskDefRef {
	ref, err := model.ParseTaskDefARN(arn)
	if err != nil {
		return model.TaskDefRef{Family: lastPart(arn)}
	}
	return ref
}

// named refuses a cluster without a name: ECS would take the cluster named
// default, which nobody meant.
func named(ref model.ClusterRef, r request) error {
	if ref.Name != "" {
		return nil
	}
	return &backend.Error{Kind: backend.KindInvalid, Op: r.op, Target: r.target, Message: "the cluster has no name"}
}

// own refuses to write to a cluster of another region or account: its name may
// exist here as well. An endpoint that is not AWS's own decides for itself.
func (b *Backend) own(ref model.ClusterRef, r request) error {
	if err := named(ref, r); err != nil {
		return err
	}
	if b.endpoint != "" {
		return nil
	}
	foreign := func(what, theirs, ours string) error {
		if theirs == "" || ours == "" || theirs == ours {
			return nil
		}
		return &backend.Error{Kind: backend.KindInvalid, Op: r.op, Target: r.target,
			Message: fmt.Sprintf("it is in %s %s, and this session is in %s: nothing was sent", what, theirs, ours)}
	}
	if err := foreign("region", ref.Region, b.region); err != nil {
		return err
	}
	if who := b.known(); who != nil {
		return foreign("account", ref.Account, who.account)
	}
	return nil
}
