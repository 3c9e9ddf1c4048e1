package sim

import (
	"slices"
	"time"
)

// ServiceDeploymentStatus is where a service deployment stands.
type ServiceDeploymentStatus string

// Statuses of a service deployment (SDK ecs, ServiceDeploymentStatus).
const (
	DeploymentPending            ServiceDeploymentStatus = "PENDING"
	DeploymentInProgress         ServiceDeploymentStatus = "IN_PROGRESS"
	DeploymentSuccessful         ServiceDeploymentStatus = "SUCCESSFUL"
	DeploymentStopRequested      ServiceDeploymentStatus = "STOP_REQUESTED"
	DeploymentStopped            ServiceDeploymentStatus = "STOPPED"
	DeploymentRollbackRequested  ServiceDeploymentStatus = "ROLLBACK_REQUESTED"
	DeploymentRollbackInProgress ServiceDeploymentStatus = "ROLLBACK_IN_PROGRESS"
	DeploymentRollbackSuccessful ServiceDeploymentStatus = "ROLLBACK_SUCCESSFUL"
	DeploymentRollbackFailed     ServiceDeploymentStatus = "ROLLBACK_FAILED"
)

// deploymentMoves are the statuses that each status may be left for; one that
// is not here is final (developer guide, service-deployment).
var deploymentMoves = map[ServiceDeploymentStatus][]ServiceDeploymentStatus{
	DeploymentPending:            {DeploymentInProgress, DeploymentRollbackRequested, DeploymentStopRequested, DeploymentStopped},
	DeploymentInProgress:         {DeploymentSuccessful, DeploymentStopRequested, DeploymentRollbackRequested, DeploymentRollbackInProgress, DeploymentStopped},
	DeploymentStopRequested:      {DeploymentStopped},
	DeploymentRollbackRequested:  {DeploymentSuccessful, DeploymentRollbackInProgress, DeploymentStopped},
	DeploymentRollbackInProgress: {DeploymentRollbackSuccessful, DeploymentRollbackFailed},
}

// Open tells a status that is not final.
func (s ServiceDeploymentStatus) Open() bool { return len(deploymentMoves[s]) > 0 }

func (s ServiceDeploymentStatus) may(to ServiceDeploymentStatus) bool {
	return slices.Contains(deploymentMoves[s], to)
}

// ServiceDeployment is one attempt to bring a service to a new revision, from
// its request to its end: what DescribeServiceDeployments tells for 90 days.
type ServiceDeployment struct {
	ID           string // 21 characters, the end of its ARN
	Status       ServiceDeploymentStatus
	StatusReason string
	Target       RevisionSummary
	Sources      []RevisionSummary // what ran when it began
	Config       DeploymentConfig
	Stage        string     // where traffic is shifted
	Hooks        []*HookRun // of all stages so far
	Rollback     *Rollback
	Failures     int      // failed tasks that the circuit breaker has counted
	Tripped      bool     // the circuit breaker has failed the deployment
	Alarmed      []string // alarms that have failed the deployment
	CreatedAt    time.Time
	StartedAt    time.Time
	UpdatedAt    time.Time
	FinishedAt   time.Time
	StoppedAt    time.Time

	blue       *Revision // what the traffic is taken over from, nil for nothing
	stage      int       // of the plan that is followed; -1 before its first
	stageSince time.Time
	borne      int // how many failures the circuit breaker bore when it ended
}

// DeploymentConfig is the deployment configuration of a service when a
// deployment of it began.
type DeploymentConfig struct {
	MinPercent, MaxPercent   int
	Breaker, BreakerRollback bool
	Threshold                Threshold
	KeepFailures             bool
	Early                    EarlySuccess
	Alarms                   AlarmWatch
	Shift                    ShiftConfig
}

// DeploymentConfig is how deployments of a service go that begin now.
func (s *Service) DeploymentConfig() DeploymentConfig {
	return DeploymentConfig{s.MinPercent, s.MaxPercent, s.Breaker, s.BreakerRollback, s.Threshold, s.KeepFailures, s.Early, s.Alarms, s.Shift}
}

// Rollback is why and to what a service deployment went back.
type Rollback struct {
	Reason    string
	StartedAt time.Time
	To        *Revision // nil when there was nothing to go back to
}

// Statuses of the circuit breaker and the alarms of a service deployment (SDK
// ecs, ServiceDeploymentRollbackMonitorsStatus).
const (
	MonitorTriggered = "TRIGGERED"
	MonitorWatching  = "MONITORING"
	MonitorComplete  = "MONITORING_COMPLETE"
	MonitorDisabled  = "DISABLED"
)

// monitor is where something stands that may fail a service deployment.
func (d *ServiceDeployment) monitor(enabled, triggered bool) string {
	switch {
	case !enabled:
		return MonitorDisabled
	case triggered:
		return MonitorTriggered
	case d.Status.Open() && d.Rollback == nil:
		return MonitorWatching
	}
	return MonitorComplete
}

// AlarmMonitor is the status of the alarms of a service deployment.
func (d *ServiceDeployment) AlarmMonitor() string {
	return d.monitor(d.Config.Alarms.Enable, len(d.Alarmed) > 0)
}

// BreakerMonitor is the circuit breaker of a service deployment: its status,
// the failures it has counted and how many it bears.
func (v View) BreakerMonitor(s *Service, d *ServiceDeployment) (status string, failures, threshold int) {
	status = d.monitor(d.Config.Breaker, d.Tripped)
	failures = d.Failures
	if run := s.deploymentOf(d.Target.Revision); run != nil && status == MonitorWatching {
		failures = run.Failures
	}
	switch {
	case !d.Status.Open():
		threshold = d.borne
	case d.Config.Breaker:
		threshold = s.Threshold.Of(s.Desired)
	}
	return status, failures, threshold
}

// Summaries are the revisions of a service deployment: as they are while it is
// on its way, as they were when it ended.
func (v View) Summaries(s *Service, d *ServiceDeployment) (target RevisionSummary, sources []RevisionSummary) {
	if !d.Status.Open() {
		return d.Target, d.Sources
	}
	target = v.summary(s, d.Target.Revision)
	for _, r := range d.Sources {
		sources = append(sources, v.summary(s, r.Revision))
	}
	return target, sources
}

// ServiceDeployment is the deployment of that id, nil when there is none.
func (s *Service) ServiceDeployment(id string) *ServiceDeployment {
	for _, d := range s.ServiceDeployments {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// openDeployment is the service deployment that is on its way, nil for none.
func (s *Service) openDeployment() *ServiceDeployment {
	for _, d := range s.ServiceDeployments {
		if d.Status.Open() && d.Status != DeploymentStopRequested {
			return d
		}
	}
	return nil
}
