// Package wire serves a simulated world over the AWS protocols, so that the aws
// CLI, any SDK, and the dashboard's own AWS backend can work with it as they
// would with AWS.
//
// # What is spoken
//
// Amazon ECS, CloudWatch Logs and Application Auto Scaling over awsJson1.1;
// CloudWatch over rpc-v2-cbor (SDKs), awsJson1.0 (some CLIs) and the query
// protocol (the aws CLI of old); Elastic Load Balancing, Amazon EC2 Auto Scaling
// and STS over the query protocol. Bodies are written from the SDK's own types,
// with the names, enums and times that AWS has: by the SDK's codecs where the
// SDK has schemas, and by reflection where it has none.
//
// # How to add an operation
//
// An operation is a function from the SDK's input to the SDK's output,
//
//	func describeAlarms(c call, in *cloudwatch.DescribeAlarmsInput) (*cloudwatch.DescribeAlarmsOutput, error)
//
// and one line in the table of its service:
//
//	service                   table               file            line
//	Amazon ECS                ecsOperations       ecs.go          "RunTask": op(schemas.RunTask, schemas.RunTaskResponse, runTask),
//	CloudWatch Logs           logsOperations      logs.go         "GetLogEvents": op(schemas.GetLogEvents, schemas.GetLogEventsResponse, getLogEvents),
//	CloudWatch                cloudWatchActions   cloudwatch.go   "DescribeAlarms": qop(describeAlarms),
//	Application Auto Scaling  scalingOperations   scaling.go      "PutScalingPolicy": jsonOp(putScalingPolicy),
//	Elastic Load Balancing    elbActions          elb.go          "CreateTargetGroup": qop(createTargetGroup),
//	EC2 Auto Scaling          autoScalingActions  autoscaling.go  "SetDesiredCapacity": qop(setDesiredCapacity),
//	STS                       stsActions          sts.go          "GetCallerIdentity": qop(getCallerIdentity),
//
// The function looks at c.view, changes the world with c.world.Do alone, and
// returns nothing that belongs to the world. It refuses with refusal, invalid,
// or the world's own error; a code with the ending Exception loses it in the
// query protocol, as AWS's do, and queryCodes has those that do not. honours
// names the members of the input that the function goes by, so that none is
// left out in silence. In a list of an answer nil is left out, and an empty
// list is written as one: AWS sends empty lists.
//
// Reading and writing need no thought: op decodes with encoding/json (the API's
// lower first letters fit the SDK's fields in any case) and encodes by the
// output's schema, with the zeros that whole.go names; qop and jsonOp go by the
// fields of the structures. What a qop or jsonOp input has no member for is
// refused by name. Unions, which the SDK has as interfaces, are refused by name
// as well. sdk_test.go sends every operation of every service, built or not,
// through the SDK's own clients: a codec that reads or writes wrongly fails
// there.
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
