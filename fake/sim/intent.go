package sim

// Intent is something that ought to happen. apply makes it so or says why not;
// it is called by World.apply only.
type Intent interface {
	apply(w *World, cause string) error
}

// controllerID names a controller; it is part of a wake's identity.
type controllerID uint8

// The controllers. Each is woken by what it depends on.
const (
	deployController   controllerID = iota // key: cluster, service
	placeController                        // key: cluster
	capacityController                     // key: cluster, provider
	minuteController                       // key: cluster, service: load, usage, metrics
	alarmController                        // key: cluster of its service, alarm name
	ledgerController                       // key: cluster
	insightsController                     // key: cluster
)

// controller decides about one entity. decide is pure: it reads the view,
// draws from its own stream, and returns what ought to happen. One that never
// draws is given no stream: finding it would be most of what a small decision
// costs.
type controller struct {
	name   string
	decide func(v View, k Key, s *Stream) []Intent
	draws  bool
}

// controllers is the fixed table of who decides what.
var controllers = [...]controller{
	deployController:   {"deploy", decideDeploy, true},
	placeController:    {"place", decidePlace, false},
	capacityController: {"capacity", decideCapacity, false},
	minuteController:   {"minute", decideMinute, false},
	alarmController:    {"alarm", decideAlarm, false},
	ledgerController:   {"ledger", decideLedger, false},
	insightsController: {"insights", decideInsights, false},
}
