// Package wire serves a simulated world over the AWS protocols, so that the aws
// CLI, any SDK, and the dashboard's own AWS backend can work with it as they
// would with AWS.
//
// # What is spoken
//
// Amazon ECS and CloudWatch Logs over awsJson1.1, CloudWatch over rpc-v2-cbor
// (SDKs) and awsJson1.0 (the aws CLI of 2026), and STS over the query protocol. Bodies are written by the SDK's own codecs
// from the SDK's own types, with the names, enums and times that AWS has.
//
// # How an answer comes about
//
// A request is read and decoded first (server.go, codec.go). Then the world is
// held still for as long as the operation takes: it looks at a sim.View, or
// hands the world a sim.Command, and projects what it finds to SDK types
// (project_*.go). The body is encoded after the world has been let go, which is
// why a projection never keeps a slice or a map that belongs to the world.
//
// The projections are written here anew, from sim to the SDK's types, rather
// than by turning round what the AWS backend does: the contract suite reads a
// world through this package and so checks that backend instead of its mirror.
//
// # What is not simulated
//
// A request that asks for something the simulator has no notion of is refused
// with InvalidParameterException and the name of what it asked for. Nothing
// asked for is left out in silence, but for clientToken, which every SDK fills
// in by itself: a write that is sent twice is carried out twice.
package wire
