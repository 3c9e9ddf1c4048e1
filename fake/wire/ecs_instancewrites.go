package wire

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// identity is what the simulator reads of an EC2 instance identity document.
type identity struct {
	InstanceID       string `json:"instanceId"`
	InstanceType     string `json:"instanceType"`
	AvailabilityZone string `json:"availabilityZone"`
}

// registerContainerInstance is what a container agent calls when it starts. The
// signature of the identity document is not checked.
func registerContainerInstance(c call, in *ecs.RegisterContainerInstanceInput) (*ecs.RegisterContainerInstanceOutput, error) {
	if err := honours("RegisterContainerInstance", in, "Cluster", "InstanceIdentityDocument", "InstanceIdentityDocumentSignature", "Attributes", "VersionInfo", "Tags"); err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	var doc identity
	if err := json.Unmarshal([]byte(aws.ToString(in.InstanceIdentityDocument)), &doc); err != nil || doc.InstanceType == "" {
		return nil, invalid("The instance identity document cannot be read: it must be JSON with instanceId, instanceType and availabilityZone.")
	}
	cmd := sim.RegisterInstance{Cluster: cl.Name, EC2ID: doc.InstanceID, Type: doc.InstanceType, Zone: doc.AvailabilityZone, Attributes: map[string]string{}, Tags: tagMap(in.Tags)}
	for _, a := range in.Attributes {
		cmd.Attributes[aws.ToString(a.Name)] = aws.ToString(a.Value)
	}
	r, err := c.world.Do(cmd)
	if err != nil {
		return nil, err
	}
	out := c.projectInstance(cl.Instances[r.IDs[0]], nil)
	return &ecs.RegisterContainerInstanceOutput{ContainerInstance: &out}, nil
}

func deregisterContainerInstance(c call, in *ecs.DeregisterContainerInstanceInput) (*ecs.DeregisterContainerInstanceOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	i, err := c.instance(cl, aws.ToString(in.ContainerInstance))
	if err != nil {
		return nil, err
	}
	if i == nil {
		return nil, invalid("The referenced container instance was not found.")
	}
	if _, err := c.world.Do(sim.DeregisterInstance{Cluster: cl.Name, ID: i.ID, Force: aws.ToBool(in.Force)}); err != nil {
		return nil, err
	}
	out := c.projectInstance(i, nil)
	return &ecs.DeregisterContainerInstanceOutput{ContainerInstance: &out}, nil
}

// statesAtMost is how many instances one call may change (SDK ecs,
// UpdateContainerInstancesState).
const statesAtMost = 10

func updateContainerInstancesState(c call, in *ecs.UpdateContainerInstancesStateInput) (*ecs.UpdateContainerInstancesStateOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if in.Status != types.ContainerInstanceStatusActive && in.Status != types.ContainerInstanceStatusDraining {
		return nil, invalid("The container instance status %s is not valid: ACTIVE or DRAINING are allowed.", in.Status)
	}
	if len(in.ContainerInstances) == 0 {
		return nil, invalid("Container instances cannot be empty.")
	}
	if err := batch("instanceIds", in.ContainerInstances, statesAtMost); err != nil {
		return nil, err
	}
	out := &ecs.UpdateContainerInstancesStateOutput{ContainerInstances: []types.ContainerInstance{}, Failures: []types.Failure{}}
	for _, id := range in.ContainerInstances {
		i, err := c.instance(cl, id)
		if err != nil {
			return nil, err
		}
		if i == nil {
			out.Failures = append(out.Failures, types.Failure{Arn: aws.String(c.failedARN("container-instance", cl, id)), Reason: aws.String(missing)})
			continue
		}
		if _, err := c.world.Do(sim.SetInstanceState{Cluster: cl.Name, ID: i.ID, Status: model.InstanceStatus(in.Status)}); err != nil {
			return nil, err
		}
		out.ContainerInstances = append(out.ContainerInstances, c.projectInstance(i, nil))
	}
	return out, nil
}
