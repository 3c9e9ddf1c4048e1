package wire

import (
	"github.com/aws/aws-sdk-go-v2/service/ecs/schemas"
	"github.com/aws/smithy-go"
)

// whole is an output written with its zeros. The SDK's types cannot tell an
// absent number from 0 and leave both out, being made for requests; AWS's
// answers have them: a script that asks for runningCount of a service scaled to
// zero must find 0 and not null.
type whole struct{ smithy.Serializable }

// Serialize writes the output, and every number and flag that AWS always sends.
func (w whole) Serialize(s smithy.ShapeSerializer) {
	w.Serializable.Serialize(&zeroKeeper{ShapeSerializer: s})
}

// always are the members of each structure that AWS sends even when zero.
var always = map[string][]*smithy.Schema{
	"Cluster": {
		schemas.Cluster_activeServicesCount, schemas.Cluster_pendingTasksCount,
		schemas.Cluster_registeredContainerInstancesCount, schemas.Cluster_runningTasksCount,
	},
	"Service": {
		schemas.Service_desiredCount, schemas.Service_pendingCount, schemas.Service_runningCount,
		schemas.Service_enableECSManagedTags, schemas.Service_enableExecuteCommand,
	},
	"Deployment": {
		schemas.Deployment_desiredCount, schemas.Deployment_pendingCount,
		schemas.Deployment_runningCount, schemas.Deployment_failedTasks,
	},
	"DeploymentCircuitBreaker": {schemas.DeploymentCircuitBreaker_enable, schemas.DeploymentCircuitBreaker_rollback},
	"ServiceRevisionSummary": {
		schemas.ServiceRevisionSummary_pendingTaskCount, schemas.ServiceRevisionSummary_requestedTaskCount, schemas.ServiceRevisionSummary_runningTaskCount,
	},
	"ServiceCurrentRevisionSummary": {
		schemas.ServiceCurrentRevisionSummary_pendingTaskCount, schemas.ServiceCurrentRevisionSummary_requestedTaskCount, schemas.ServiceCurrentRevisionSummary_runningTaskCount,
	},
	"ServiceDeploymentCircuitBreaker": {schemas.ServiceDeploymentCircuitBreaker_failureCount, schemas.ServiceDeploymentCircuitBreaker_threshold},
	"CapacityProviderStrategyItem":    {schemas.CapacityProviderStrategyItem_base, schemas.CapacityProviderStrategyItem_weight},
	"Task":                            {schemas.Task_enableExecuteCommand, schemas.Task_version},
	"ContainerDefinition":             {schemas.ContainerDefinition_cpu},
	"ContainerInstance": {
		schemas.ContainerInstance_agentConnected, schemas.ContainerInstance_pendingTasksCount,
		schemas.ContainerInstance_runningTasksCount, schemas.ContainerInstance_version,
	},
	"Resource": {schemas.Resource_doubleValue, schemas.Resource_integerValue, schemas.Resource_longValue},
}

// zeroKeeper passes everything on and adds, at the end of each structure, the
// members of always that have not been written.
type zeroKeeper struct {
	smithy.ShapeSerializer
	open []frame
}

// frame is a structure that is being written.
type frame struct {
	always  []*smithy.Schema
	written []*smithy.Schema
}

// WriteStruct implements smithy.ShapeSerializer.
func (z *zeroKeeper) WriteStruct(s *smithy.Schema) {
	z.open = append(z.open, frame{always: always[shape(s)]})
	z.ShapeSerializer.WriteStruct(s)
}

// shape is the name of the structure that a schema, or the member it stands
// for, is of.
func shape(s *smithy.Schema) string {
	if target := s.TargetID().Name; target != "" {
		return target
	}
	return s.ID().Name
}

// CloseStruct implements smithy.ShapeSerializer.
func (z *zeroKeeper) CloseStruct() {
	f := z.open[len(z.open)-1]
	z.open = z.open[:len(z.open)-1]
	for _, m := range f.always {
		if !f.has(m) {
			z.writeZero(m)
		}
	}
	z.ShapeSerializer.CloseStruct()
}

func (z *zeroKeeper) writeZero(m *smithy.Schema) {
	switch m.Type() {
	case smithy.ShapeTypeBoolean:
		z.ShapeSerializer.WriteBool(m, false)
	case smithy.ShapeTypeDouble:
		z.ShapeSerializer.WriteFloat64(m, 0)
	default:
		z.ShapeSerializer.WriteInt64(m, 0)
	}
}

func (f *frame) has(m *smithy.Schema) bool {
	for _, w := range f.written {
		if w == m {
			return true
		}
	}
	return false
}

func (z *zeroKeeper) note(s *smithy.Schema) {
	if len(z.open) > 0 {
		f := &z.open[len(z.open)-1]
		f.written = append(f.written, s)
	}
}

// WriteBool implements smithy.ShapeSerializer.
func (z *zeroKeeper) WriteBool(s *smithy.Schema, v bool) {
	z.note(s)
	z.ShapeSerializer.WriteBool(s, v)
}

// WriteInt32 implements smithy.ShapeSerializer.
func (z *zeroKeeper) WriteInt32(s *smithy.Schema, v int32) {
	z.note(s)
	z.ShapeSerializer.WriteInt32(s, v)
}

// WriteInt64 implements smithy.ShapeSerializer.
func (z *zeroKeeper) WriteInt64(s *smithy.Schema, v int64) {
	z.note(s)
	z.ShapeSerializer.WriteInt64(s, v)
}

// WriteFloat64 implements smithy.ShapeSerializer.
func (z *zeroKeeper) WriteFloat64(s *smithy.Schema, v float64) {
	z.note(s)
	z.ShapeSerializer.WriteFloat64(s, v)
}
