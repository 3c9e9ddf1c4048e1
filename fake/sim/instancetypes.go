package sim

// InstanceSize is what an EC2 instance registers: CPU units, the memory in MiB
// that the system and the agent leave, its GPUs, and how many network
// interfaces it may have, one of which is its own (EC2 user guide,
// AvailableIpPerENI).
type InstanceSize struct {
	CPU, Memory, ENIs, GPUs int
	Arch                    string
}

// Architectures, as the attribute ecs.cpu-architecture tells them.
const (
	archX86 = "x86_64"
	archARM = "arm64"
)

var instanceSizes = map[string]InstanceSize{
	"t3.nano": {2048, 449, 2, 0, archX86}, "t3.micro": {2048, 940, 2, 0, archX86}, "t3.small": {2048, 1922, 3, 0, archX86},
	"t3.medium": {2048, 3843, 3, 0, archX86}, "t3.large": {2048, 7763, 3, 0, archX86}, "t3.xlarge": {4096, 15654, 4, 0, archX86},
	"t3.2xlarge": {8192, 31565, 4, 0, archX86},

	"t4g.nano": {2048, 445, 2, 0, archARM}, "t4g.micro": {2048, 936, 2, 0, archARM}, "t4g.small": {2048, 1868, 3, 0, archARM},
	"t4g.medium": {2048, 3784, 3, 0, archARM}, "t4g.large": {2048, 7705, 3, 0, archARM}, "t4g.xlarge": {4096, 15598, 4, 0, archARM},

	"c5.large": {2048, 3684, 3, 0, archX86}, "c5.xlarge": {4096, 7630, 4, 0, archX86}, "c5.2xlarge": {8192, 15521, 4, 0, archX86},
	"c5.4xlarge": {16384, 31304, 8, 0, archX86},
	"c6i.large":  {2048, 3684, 3, 0, archX86}, "c6i.xlarge": {4096, 7630, 4, 0, archX86}, "c6i.2xlarge": {8192, 15521, 4, 0, archX86},
	"c6i.4xlarge": {16384, 31304, 8, 0, archX86},

	"m5.large": {2048, 7763, 3, 0, archX86}, "m5.xlarge": {4096, 15654, 4, 0, archX86}, "m5.2xlarge": {8192, 31565, 4, 0, archX86},
	"m5.4xlarge": {16384, 63362, 8, 0, archX86},
	"m6i.large":  {2048, 7763, 3, 0, archX86}, "m6i.xlarge": {4096, 15654, 4, 0, archX86}, "m6i.2xlarge": {8192, 31565, 4, 0, archX86},
	"m6i.4xlarge": {16384, 63362, 8, 0, archX86},

	"r5.large": {2048, 15654, 3, 0, archX86}, "r5.xlarge": {4096, 31565, 4, 0, archX86}, "r5.2xlarge": {8192, 63362, 4, 0, archX86},
	"r5.4xlarge": {16384, 127000, 8, 0, archX86},

	"g4dn.xlarge": {4096, 15521, 3, 1, archX86},
}

// InstanceTypes are the instance types that the simulator knows.
func InstanceTypes() []string { return keys(instanceSizes) }
