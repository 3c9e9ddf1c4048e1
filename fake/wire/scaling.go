package wire

// scalingOperations are the operations of Application Auto Scaling that are
// simulated.
var scalingOperations = map[string]operation{}
