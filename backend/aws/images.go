package aws

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	describeImages = "ecr:DescribeImages"
	// imageBatch is how many images DescribeImages takes by name.
	imageBatch = 100
)

// ecrImage is a reference to an image of a private repository of Amazon ECR, in
// one of the two forms of its registry's host (Amazon ECR user guide,
// Registries).
var ecrImage = regexp.MustCompile(`^((\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws))/([a-z0-9._/-]+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]+))?$`)

// repository is one of a registry, in its region.
type repository struct{ host, account, region, name string }

// imageRef is an image as a container names it.
type imageRef struct {
	repository
	ref, tag, digest string
}

func parseImage(ref string) (imageRef, bool) {
	m := ecrImage.FindStringSubmatch(ref)
	if m == nil {
		return imageRef{}, false
	}
	i := imageRef{repository: repository{m[1], m[2], m[3], m[4]}, ref: ref, tag: m[5], digest: m[6]}
	if i.tag == "" && i.digest == "" {
		i.tag = "latest"
	}
	return i, true
}

// id names the image to the registry. What a digest stands for is not asked of a
// tag beside it, which may have moved on.
func (i imageRef) id() ecrtypes.ImageIdentifier {
	if i.digest != "" {
		return ecrtypes.ImageIdentifier{ImageDigest: &i.digest}
	}
	return ecrtypes.ImageIdentifier{ImageTag: &i.tag}
}

// Images asks Amazon ECR about those of the images that it holds, in the
// registry and the region of each, sorted by reference. What was once told of a
// digest is not asked again. What could not be asked is named in a
// *backend.Partial.
func (b *Backend) Images(ctx context.Context, refs ...string) ([]model.Image, error) {
	rows := map[string]model.Image{}
	wanted := map[repository][]imageRef{}
	for _, ref := range refs {
		i, ok := parseImage(ref)
		if !ok || slices.ContainsFunc(wanted[i.repository], func(o imageRef) bool { return o.ref == ref }) {
			continue
		}
		if known, ok := b.images.of(i); ok {
			rows[ref] = known
			continue
		}
		wanted[i.repository] = append(wanted[i.repository], i)
	}
	var (
		asking  errgroup.Group
		mu      sync.Mutex
		missing []string
		first   error
	)
	asking.SetLimit(sideBySide)
	for repo, all := range wanted {
		for batch := range slices.Chunk(all, imageBatch) {
			asking.Go(func() error {
				found, err := b.describeImages(ctx, repo, batch)
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(rows, found)
				if err != nil {
					first = cmp.Or(first, err)
					for _, i := range batch {
						missing = append(missing, i.ref)
					}
				}
				return nil
			})
		}
	}
	_ = asking.Wait()
	out := slices.Collect(maps.Values(rows))
	model.Sort(out, func(x, y model.Image) int { return strings.Compare(x.Ref, y.Ref) })
	switch {
	case first == nil:
		return out, nil
	case len(out) == 0:
		return nil, first
	}
	slices.Sort(missing)
	return out, &backend.Partial{Missing: missing, Err: first}
}

// describeImages asks about images of one repository. ECR refuses the whole
// request when it does not have one of them: then they are halved until that one
// stands alone.
func (b *Backend) describeImages(ctx context.Context, repo repository, batch []imageRef) (map[string]model.Image, error) {
	in := &ecr.DescribeImagesInput{RegistryId: &repo.account, RepositoryName: &repo.name}
	for _, i := range batch {
		in.ImageIds = append(in.ImageIds, i.id())
	}
	client := b.ecrIn(repo.region)
	out, err := invoke(ctx, b, request{describeImages, "repository " + repo.name}, client.DescribeImages, in)
	if err != nil {
		var e *backend.Error
		gone := errors.As(err, &e) && e.Code == "ImageNotFoundException"
		switch {
		case gone && len(batch) > 1:
			rows, err := b.describeImages(ctx, repo, batch[:len(batch)/2])
			if err != nil {
				return rows, err
			}
			more, err := b.describeImages(ctx, repo, batch[len(batch)/2:])
			maps.Copy(rows, more)
			return rows, err
		case gone, backend.KindOf(err) == backend.KindNotFound:
			return map[string]model.Image{}, nil
		}
		return map[string]model.Image{}, err
	}
	rows := map[string]model.Image{}
	for _, d := range out.ImageDetails {
		for _, i := range batch {
			if i.digest != "" && i.digest == sdk.ToString(d.ImageDigest) || i.digest == "" && slices.Contains(d.ImageTags, i.tag) {
				rows[i.ref] = toImage(i, d)
				b.images.keep(i, rows[i.ref])
			}
		}
	}
	return rows, nil
}

func toImage(i imageRef, d ecrtypes.ImageDetail) model.Image {
	return model.Image{
		Ref: i.ref, Registry: i.host, Repo: i.name, Tags: slices.Sorted(slices.Values(d.ImageTags)), Digest: sdk.ToString(d.ImageDigest),
		PushedAt: when(d.ImagePushedAt), PulledAt: when(d.LastRecordedPullTime), Size: sdk.ToInt64(d.ImageSizeInBytes),
	}
}

// ecrIn is the client of Amazon ECR in a region.
func (b *Backend) ecrIn(region string) *ecr.Client {
	return b.ecrElsewhere.in(region, b.ecr, b.region, func() *ecr.Client {
		return ecr.New(b.ecr.Options(), func(o *ecr.Options) { o.Region = region })
	})
}

// pinned remembers what images are that are named by their digest.
type pinned struct {
	mu   sync.Mutex
	rows map[string]model.Image
}

func (p *pinned) of(i imageRef) (model.Image, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	row, ok := p.rows[i.ref]
	return row, ok
}

func (p *pinned) keep(i imageRef, row model.Image) {
	if i.digest == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rows == nil {
		p.rows = map[string]model.Image{}
	}
	p.rows[i.ref] = row
}
