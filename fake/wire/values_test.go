package wire_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// TestUnknownValues asks every list for what no enumeration has: an empty
// answer would look like a world without what is asked for.
func TestUnknownValues(t *testing.T) {
	b := newBox(t)
	b.service("api", 1)
	c, api := aws.String("c"), []string{"api"}
	for text, call := range map[string]func() error{
		"Invalid launchType 'MOON': EC2, FARGATE, EXTERNAL and MANAGED_INSTANCES are allowed.": func() error {
			_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: c, LaunchType: "MOON"})
			return err
		},
		"Invalid schedulingStrategy 'SWARM': REPLICA and DAEMON are allowed.": func() error {
			_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: c, SchedulingStrategy: "SWARM"})
			return err
		},
		"Invalid resourceManagementType 'ME': CUSTOMER and ECS are allowed.": func() error {
			_, err := b.ecs.ListServices(b.ctx(), &ecs.ListServicesInput{Cluster: c, ResourceManagementType: "ME"})
			return err
		},
		"Invalid sort 'UP': ASC and DESC are allowed.": func() error {
			_, err := b.ecs.ListTaskDefinitions(b.ctx(), &ecs.ListTaskDefinitionsInput{Sort: "UP"})
			return err
		},
		"Invalid status 'OLD': ACTIVE, INACTIVE and DELETE_IN_PROGRESS are allowed.": func() error {
			_, err := b.ecs.ListTaskDefinitions(b.ctx(), &ecs.ListTaskDefinitionsInput{Status: "OLD"})
			return err
		},
		"Invalid status 'OLD': ACTIVE, INACTIVE and ALL are allowed.": func() error {
			_, err := b.ecs.ListTaskDefinitionFamilies(b.ctx(), &ecs.ListTaskDefinitionFamiliesInput{Status: "OLD"})
			return err
		},
		"Invalid status 'OLD': ACTIVE, DRAINING, REGISTERING, DEREGISTERING and REGISTRATION_FAILED are allowed.": func() error {
			_, err := b.ecs.ListContainerInstances(b.ctx(), &ecs.ListContainerInstancesInput{Cluster: c, Status: "OLD"})
			return err
		},
		"Invalid status 'OLD': PENDING, SUCCESSFUL, STOPPED, STOP_REQUESTED, IN_PROGRESS, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL and ROLLBACK_FAILED are allowed.": func() error {
			_, err := b.ecs.ListServiceDeployments(b.ctx(), &ecs.ListServiceDeploymentsInput{Cluster: c, Service: &api[0], Status: []types.ServiceDeploymentStatus{"OLD"}})
			return err
		},
		"Invalid include 'COLOURS': TAGS is allowed.": func() error {
			_, err := b.ecs.DescribeServices(b.ctx(), &ecs.DescribeServicesInput{Cluster: c, Services: api, Include: []types.ServiceField{"COLOURS"}})
			return err
		},
		"Invalid include 'SHAPES': TAGS is allowed.": func() error {
			_, err := b.ecs.DescribeTasks(b.ctx(), &ecs.DescribeTasksInput{Cluster: c, Tasks: api, Include: []types.TaskField{types.TaskFieldTags, "SHAPES"}})
			return err
		},
		"Invalid include 'SOUNDS': TAGS is allowed.": func() error {
			_, err := b.ecs.DescribeTaskDefinition(b.ctx(), &ecs.DescribeTaskDefinitionInput{TaskDefinition: &api[0], Include: []types.TaskDefinitionField{"SOUNDS"}})
			return err
		},
		"Invalid include 'SMELLS': ATTACHMENTS, CONFIGURATIONS, SETTINGS, STATISTICS and TAGS are allowed.": func() error {
			_, err := b.ecs.DescribeClusters(b.ctx(), &ecs.DescribeClustersInput{Include: []types.ClusterField{"SMELLS"}})
			return err
		},
		"Invalid include 'SIZES': TAGS and CONTAINER_INSTANCE_HEALTH are allowed.": func() error {
			_, err := b.ecs.DescribeContainerInstances(b.ctx(), &ecs.DescribeContainerInstancesInput{Cluster: c, ContainerInstances: api, Include: []types.ContainerInstanceField{"SIZES"}})
			return err
		},
		"Invalid include 'WEIGHTS': TAGS is allowed.": func() error {
			_, err := b.ecs.DescribeCapacityProviders(b.ctx(), &ecs.DescribeCapacityProvidersInput{Include: []types.CapacityProviderField{"WEIGHTS"}})
			return err
		},
	} {
		wantError[*types.InvalidParameterException](t, call(), text)
	}
	_, err := b.cw.DescribeAlarms(b.ctx(), &cloudwatch.DescribeAlarmsInput{StateValue: cwtypes.StateValue("RED")})
	wantCode(t, err, "ValidationError", `The value "RED" for StateValue must be one of OK, ALARM, INSUFFICIENT_DATA.`)
}

// TestInactiveCluster: a deleted cluster can be described for a while, and
// answers everything else differently from one that never was.
func TestInactiveCluster(t *testing.T) {
	b := newBox(t)
	b.do(sim.DeleteCluster{Name: "c"})
	c := aws.String("c")
	const inactive = "The referenced cluster was inactive"
	_, err := b.ecs.CreateService(b.ctx(), &ecs.CreateServiceInput{Cluster: c, ServiceName: aws.String("api"), TaskDefinition: aws.String("api"), DesiredCount: aws.Int32(1)})
	wantError[*types.ClusterNotFoundException](t, err, inactive)
	_, err = b.ecs.UpdateService(b.ctx(), &ecs.UpdateServiceInput{Cluster: c, Service: aws.String("api"), DesiredCount: aws.Int32(1)})
	wantError[*types.ClusterNotFoundException](t, err, inactive)
	_, err = b.ecs.RunTask(b.ctx(), &ecs.RunTaskInput{Cluster: c, TaskDefinition: aws.String("api")})
	wantError[*types.ClusterNotFoundException](t, err, inactive)
}
