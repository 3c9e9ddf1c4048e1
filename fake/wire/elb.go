package wire

// elbActions are the operations of Elastic Load Balancing (version 2) that are
// simulated.
var elbActions = map[string]action{}
