package verify

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// perRepository are what the repositories must say, by label; nil where one has no such block.
func perRepository(want func(*output, model.Repository) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		out := map[string]arguments{}
		for _, r := range o.declared.Repositories {
			address, ok := o.ownRepository(r.Name)
			if a := want(o, r); ok && a != nil {
				out[strings.TrimPrefix(address, "aws_ecr_repository.")] = a
			}
		}
		return out
	}
}

func (o *output) ecrRepository(r model.Repository) arguments {
	mutability := "MUTABLE"
	if r.ImmutableTags {
		mutability = "IMMUTABLE"
	}
	return arguments{
		"name": r.Name, "image_tag_mutability": mutability,
		"image_scanning_configuration.scan_on_push": r.ScanOnPush,
		"encryption_configuration.encryption_type":  "AES256",
	}
}

// imageLifecycle drops images without a tag after a while, and of the others all but
// the newest.
func (o *output) imageLifecycle(r model.Repository) arguments {
	address, _ := o.ownRepository(r.Name)
	rule := func(priority int, description, selection string) string {
		return "action=type=expire,description=" + description + ",rulePriority=" + fmt.Sprint(priority) + ",selection=" + selection
	}
	return arguments{
		"repository": address + ".name",
		"policy": "rules=" + strings.Join([]string{
			rule(1, "Images that lost their tag", fmt.Sprintf("countNumber=%d,countType=sinceImagePushed,countUnit=days,tagStatus=untagged", o.facts.Delivery.UntaggedDays)),
			rule(2, "All but the newest", fmt.Sprintf("countNumber=%d,countType=imageCountMoreThan,tagStatus=any", r.KeepImages)),
		}, ","),
	}
}

// ownRepository is the address of the repository of a name that the platform creates.
// Its label may be any, since names may have what labels cannot.
func (o *output) ownRepository(name string) (address string, ok bool) {
	address, ok = o.ours[name]
	return address, ok
}

func (o *output) ownRepositories() map[string]string {
	out := map[string]string{}
	o.config.each("resource", "aws_ecr_repository", func(m *module, b *block) { out[o.config.spelled(b.of(m, "name"))] = b.address })
	return out
}
