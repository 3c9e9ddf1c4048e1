package wire

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecr/schemas"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// ecrOperations are the operations of Amazon ECR that are simulated.
var ecrOperations = map[string]operation{
	"DescribeImages": op(schemas.DescribeImages, schemas.DescribeImagesResponse, describeImages),
}

// imagesAtMost is how many images DescribeImages takes by name (SDK ecr).
const imagesAtMost = 100

func describeImages(c call, in *ecr.DescribeImagesInput) (*ecr.DescribeImagesOutput, error) {
	if err := honoursAs("InvalidParameterException", "DescribeImages", in, "RepositoryName", "RegistryId", "ImageIds"); err != nil {
		return nil, err
	}
	name, cfg := aws.ToString(in.RepositoryName), c.view.Config()
	registry := cfg.Account
	if id := aws.ToString(in.RegistryId); id != "" {
		registry = id
	}
	suffix := ".amazonaws.com"
	if cfg.Partition == "aws-cn" {
		suffix += ".cn"
	}
	pushed, ok := c.view.Pushed(registry + ".dkr.ecr." + cfg.Region + suffix + "/" + name)
	if !ok {
		return nil, refusal("RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry with id '%s'", name, registry)
	}
	if len(in.ImageIds) > imagesAtMost {
		return nil, refusal("InvalidParameterException", "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length less than or equal to %d'", imagesAtMost)
	}
	out := &ecr.DescribeImagesOutput{ImageDetails: []types.ImageDetail{}}
	detail := func(p sim.Pushed) {
		d := types.ImageDetail{
			RegistryId: aws.String(registry), RepositoryName: aws.String(name), ImageDigest: aws.String(p.Digest),
			ImagePushedAt: aws.Time(p.At), ImageSizeInBytes: aws.Int64(p.Size),
		}
		if p.Tag != "" {
			d.ImageTags = []string{p.Tag}
		}
		out.ImageDetails = append(out.ImageDetails, d)
	}
	for _, id := range in.ImageIds {
		tag, digest := aws.ToString(id.ImageTag), aws.ToString(id.ImageDigest)
		i := slices.IndexFunc(pushed, func(p sim.Pushed) bool { return (tag == "" || p.Tag == tag) && (digest == "" || p.Digest == digest) })
		if i < 0 {
			return nil, refusal("ImageNotFoundException", "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'",
				orNull(digest), orNull(tag), name, registry)
		}
		detail(pushed[i])
	}
	if len(in.ImageIds) == 0 {
		for _, p := range pushed {
			detail(p)
		}
	}
	return out, nil
}

func orNull(s string) string {
	if s == "" {
		return "null"
	}
	return s
}
