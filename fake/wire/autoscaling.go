package wire

// autoScalingActions are the operations of Amazon EC2 Auto Scaling that are
// simulated: those that capacity providers need.
var autoScalingActions = map[string]action{}
