package model

// ServiceDeploymentStatus is the status of a service deployment.
type ServiceDeploymentStatus string

// Service deployment states (API_ServiceDeployment).
const (
	ServiceDeploymentPending            ServiceDeploymentStatus = "PENDING"
	ServiceDeploymentInProgress         ServiceDeploymentStatus = "IN_PROGRESS"
	ServiceDeploymentSuccessful         ServiceDeploymentStatus = "SUCCESSFUL"
	ServiceDeploymentStopped            ServiceDeploymentStatus = "STOPPED"
	ServiceDeploymentStopRequested      ServiceDeploymentStatus = "STOP_REQUESTED"
	ServiceDeploymentRollbackRequested  ServiceDeploymentStatus = "ROLLBACK_REQUESTED"
	ServiceDeploymentRollbackInProgress ServiceDeploymentStatus = "ROLLBACK_IN_PROGRESS"
	ServiceDeploymentRollbackSuccessful ServiceDeploymentStatus = "ROLLBACK_SUCCESSFUL"
	ServiceDeploymentRollbackFailed     ServiceDeploymentStatus = "ROLLBACK_FAILED"
)

// Severity of the state.
func (s ServiceDeploymentStatus) Severity() Severity {
	switch s {
	case ServiceDeploymentSuccessful:
		return Good
	case ServiceDeploymentPending, ServiceDeploymentInProgress, ServiceDeploymentStopRequested:
		return Moving
	case ServiceDeploymentStopped:
		return Idle
	case ServiceDeploymentRollbackRequested, ServiceDeploymentRollbackInProgress, ServiceDeploymentRollbackSuccessful:
		return Warning
	case ServiceDeploymentRollbackFailed:
		return Broken
	}
	return Unknown
}

// Done tells a deployment that will not change any more.
func (s ServiceDeploymentStatus) Done() bool {
	switch s {
	case ServiceDeploymentSuccessful, ServiceDeploymentStopped, ServiceDeploymentRollbackSuccessful, ServiceDeploymentRollbackFailed:
		return true
	}
	return false
}
