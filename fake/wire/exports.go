package wire

import "fmt"

// Exports are the lines for a shell that let AWS clients talk to an endpoint at
// addr, a host and port. The keys are no secret: the endpoint wants requests
// signed, and takes any signature.
//
// SDKs and CLIs since 2023 take the endpoint from AWS_ENDPOINT_URL. Older ones,
// such as Debian's awscli 2.9, do not know it; for these the last line is a
// function that stands before the command.
func Exports(addr, region string) []string {
	endpoint := "http://" + addr
	return []string{
		"export AWS_ENDPOINT_URL=" + endpoint,
		"export AWS_REGION=" + region,
		"export AWS_DEFAULT_REGION=" + region,
		"export AWS_ACCESS_KEY_ID=simulator",
		"export AWS_SECRET_ACCESS_KEY=simulator",
		fmt.Sprintf(`aws() { command aws --endpoint-url %s "$@"; }`, endpoint),
	}
}
