package check

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"groundplan.internal/internal/model"
)

// eachImage calls f with every container of every task, and with the images of functions
// as if they were containers.
func (c *checker) eachImage(f func(container)) {
	c.eachContainer(func(_ task, one container) { f(one) })
	for _, n := range c.Functions {
		if n.Image != nil {
			f(container{model.Sidecar{Name: n.Name, Image: *n.Image}, model.At("functions", n.Name)})
		}
	}
}

// imageSources is image-source.
func (c *checker) imageSources() {
	c.eachImage(func(one container) {
		at, image := one.path.Then("image"), one.Image
		var given []string
		for _, field := range []struct{ name, value string }{{"uri", image.URI}, {"variable", image.Variable}, {"repository", image.Repository}} {
			if field.value != "" {
				given = append(given, field.name)
			}
		}
		switch {
		case len(given) == 0:
			c.report(at, `image: uri: "public.ecr.aws/nginx/nginx:1.27"`, "The image of %s has no source: it needs one of uri, variable and repository.", one.Name)
		case len(given) > 1:
			c.report(at.Then(given[1]), "", "The image of %s has %s: only one of them can be where it comes from.", one.Name, list(given))
		case image.Default != "" && image.Variable == "":
			c.report(at.Then("default"), `variable: "image_uri"`, "The image of %s has a default and no variable that could hold it.", one.Name)
		case image.Tag != "" && image.Repository == "":
			c.report(at.Then("tag"), "", "The image of %s has a tag and no repository: in a uri the tag stands behind the name.", one.Name)
		}
	})
}

// hostedRepositories is image-repository-host: the registry of a repository is that of the
// account and the region, and would stand in front twice.
func (c *checker) hostedRepositories() {
	c.eachImage(func(one container) {
		host, name, below := strings.Cut(one.Image.Repository, "/")
		r, private := c.facts.Registry(host)
		if !below || !private {
			return // names of ECR may have dots, and those of caches begin with a registry's
		}
		hint := fmt.Sprintf("image: uri: %q", one.Image.Repository+":"+cmp.Or(one.Image.Tag, "1.0.0"))
		if (c.Account == "" || r.Account == c.Account) && r.Region == c.Region {
			hint = fmt.Sprintf("repository: %q", name)
		}
		c.report(one.path.Then("image", "repository"), hint, "The repository of %s is %q, which begins with a registry: repository is a name in the registry of the platform's own account and region, and uri takes a whole reference.", one.Name, one.Image.Repository)
	})
}

// imageReference is an image reference in the author's hand: where it stands, and its text.
func imageReference(one container) (at model.Path, text string) {
	switch {
	case one.Image.URI != "":
		return one.path.Then("image", "uri"), one.Image.URI
	case one.Image.Default != "":
		return one.path.Then("image", "default"), one.Image.Default
	}
	return one.path.Then("image"), ""
}

// splitImage takes "host/name:tag@digest" apart.
func splitImage(text string) (name, tag, digest string) {
	name, digest, _ = strings.Cut(text, "@")
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		name, tag = name[:i], name[i+1:]
	}
	return name, tag, digest
}

// latestTags is image-latest-tag.
func (c *checker) latestTags() {
	c.eachImage(func(one container) {
		at, text := imageReference(one)
		if one.Image.Repository != "" && one.Image.Tag == "latest" {
			at, text = one.path.Then("image", "tag"), one.Image.Repository+":latest"
		}
		name, tag, digest := splitImage(text)
		if why, _ := c.imageFault(text); why != "" {
			return // its tag cannot be told
		}
		if text == "" || digest != "" || tag != "" && tag != "latest" {
			return
		}
		what := "has the tag latest"
		if tag == "" {
			what = "has no tag, which means latest"
		}
		field := at[len(at)-1]
		if field != "tag" {
			name += ":"
		} else {
			name = ""
		}
		c.report(at, field+`: "`+name+`1.0.0"`, "The image %q of %s %s: it changes without a change here, and there is no way back to the one before.", text, one.Name, what)
	})
}

var (
	imageName = regexp.MustCompile(`^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	imageTag  = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`)
	digest256 = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// imageReferences is image-reference: what docker would not take as one.
func (c *checker) imageReferences() {
	c.eachImage(func(one container) {
		at, text := imageReference(one)
		if why, better := c.imageFault(text); why != "" {
			hint := ""
			if better != "" {
				hint = fmt.Sprintf("%s: %q", at[len(at)-1], better)
			}
			c.report(at, hint, "The image %q of %s %s.", text, one.Name, why)
		}
	})
}

// imageFault says why docker would not take a text as an image reference, as the end
// of a sentence, and what would do; both are empty where it would.
func (c *checker) imageFault(text string) (why, better string) {
	name, tag, digest := splitImage(text)
	switch scheme, rest, url := strings.Cut(text, "://"); {
	case text == "":
	case url:
		if fault, _ := c.imageFault(rest); fault != "" {
			rest = ""
		}
		return fmt.Sprintf("begins with %s://, as a URL does and no image reference", scheme), rest
	case len(text) > c.facts.ECS.ImageReferenceLength:
		return fmt.Sprintf("has %d characters, and %d are the most", len(text), c.facts.ECS.ImageReferenceLength), ""
	case !imageName.MatchString(name):
		if lower := strings.ToLower(name); imageName.MatchString(lower) {
			better = lower + text[len(name):]
		}
		return fmt.Sprintf("names %q, where a repository has lower-case letters and digits, joined by ., _, - or /", name), better
	case strings.Contains(text, "@") && !digest256.MatchString(digest):
		return "has a digest that is not sha256: and 64 hexadecimal digits", ""
	case strings.HasSuffix(text, ":") || tag != "" && !imageTag.MatchString(tag):
		return fmt.Sprintf("has the tag %q, where a tag has at most 128 letters, digits and _.-", tag), ""
	}
	return "", ""
}

// ecrHosts is image-ecr-host.
func (c *checker) ecrHosts() {
	c.eachImage(func(one container) {
		at, text := imageReference(one)
		host, _, _ := strings.Cut(text, "/")
		registry, private := c.facts.Registry(host)
		if !private {
			if strings.Contains(host, ".dkr.ecr") {
				c.report(at, "", "The image of %s is at %q, where a private registry is <account>.dkr.ecr.<region>.amazonaws.com.", one.Name, host)
			}
			return
		}
		account, region := registry.Account, registry.Region
		switch r, known := c.facts.Region(region); {
		case len(account) != c.facts.IAM.AccountDigits:
			c.report(at, "", "The image of %s is in the account %s, which has %d digits: an account has %d.", one.Name, account, len(account), c.facts.IAM.AccountDigits)
		case !known:
			c.report(at, meant(region, c.facts.RegionNames()), "The image of %s is in the region %q, which AWS does not have.", one.Name, region)
		case !registry.DualStack && registry.End != r.Suffix:
			c.report(at, "", "The image of %s is at %q, where the hosts of %s end in %s.", one.Name, host, region, r.Suffix)
		}
	})
}
